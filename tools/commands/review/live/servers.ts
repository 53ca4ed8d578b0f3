import { readFileSync } from "node:fs";
import type { Config } from "../../../../infra/provider/api/config";
import { type JetStream, lazyJetStream } from "../../../../infra/provider/api/jetstream";
import { ProviderError } from "../../../../infra/provider/errors";
import { UserError } from "../../../lib/errors";
import { readClientSecret } from "../../../stack/client";
import { kubectl } from "../../../stack/pulumi";
import { readTarget } from "../../../stack/target";

/** The servers of the stack on the current target, or those at a URL, where `seedFile` has the seed of `observer`. */
export type LiveSource =
  | { readonly kind: "stack" }
  | { readonly kind: "url"; readonly url: string; readonly seedFile: string; readonly caFile?: string };

/** Running servers, asked as the user `observer`, who reads configuration and state, and no message. */
export interface LiveServers {
  /** What a report calls them. */
  readonly name: string;
  readonly jetStream: JetStream;
  /** The file that the servers have their users from, where somebody knows; they don't tell it themselves. */
  readonly configuration: string | undefined;
}

/** Gives the servers to `use`, and lets go of them afterwards. Throws UserError when they can't be asked. */
export async function withServers<Result>(
  source: LiveSource,
  use: (servers: LiveServers) => Promise<Result>,
): Promise<Result> {
  const { config, ...servers } = await locate(source);
  const jetStream = lazyJetStream();
  jetStream.configure({ ...config, user: "observer" });
  try {
    return await use({ ...servers, jetStream });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new UserError(`the running servers can't be asked: ${error.problem}`, error.fix);
  } finally {
    await jetStream.close();
  }
}

type Located = Omit<LiveServers, "jetStream"> & { readonly config: Config };

function locate(source: LiveSource): Promise<Located> | Located {
  if (source.kind === "stack") return locateStack().catch(explainStack);
  const { url, seedFile, caFile } = source;
  const ca = caFile === undefined ? {} : { ca: read("--ca", caFile) };
  return {
    name: `the streams and consumers on ${url}`,
    config: { servers: [url], seed: read("--seed-file", seedFile).trim(), ...ca },
    configuration: undefined,
  };
}

const namespace = "auth-stack";

async function locateStack(): Promise<Located> {
  // Nothing is pushed, so no registry has to be named.
  const target = readTarget({ ...process.env, REGISTRY: process.env.REGISTRY ?? "none" });
  const { ca, seed } = await readClientSecret(target, "observer", namespace);
  const usersFile = ["configmap", "nats-users", "-o", "jsonpath={.data.accounts\\.conf}"];
  return {
    name: `the running servers of namespace ${namespace}`,
    config: {
      portForward: { kubeconfig: target.kubeconfig, namespace },
      tlsServerName: `nats.${namespace}.svc`,
      ca,
      seed,
    },
    configuration: await kubectl(target, ["get", "-n", namespace, ...usersFile]),
  };
}

/** Of what kubectl says the last line is the reason. */
function explainStack(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw new UserError(
    `the stack's servers can't be found: ${error.message.split(" | ").at(-1)}`,
    "`make status` shows whether the stack runs; CLUSTER=current looks on the current kube context.",
  );
}

function read(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${option} ${JSON.stringify(path)} can't be read: ${reason}`,
      "Name a file that is there.",
    );
  }
}
