import { ports } from "../../../infra/places";
import { ProviderError } from "../../../infra/provider/errors";
import type { KubernetesAccess } from "../../../infra/provider/kubernetes/access";
import { loadClient, loadKubeconfig } from "../../../infra/provider/kubernetes/client";
import { explainKubernetes, isNotFound } from "../../../infra/provider/kubernetes/failures";
import { openPortForward } from "../../../infra/provider/kubernetes/port-forward";
import { UserError } from "../../lib/errors";
import type { Target } from "../../stack/target";
import type { PrivateDir } from "./private-dir";
import type { Way } from "./way";

const namespace = "auth-stack";

/**
 * The way to the NATS of a stack, over the Kubernetes API: a port-forward that leads each connection to a server that is
 * ready then, and the user's Secret as files. Throws UserError.
 */
export async function wayToStack(target: Target, user: string, files: PrivateDir): Promise<Way> {
  const kubeconfig = await explained(loadKubeconfig(accessTo(target)));
  const { CoreV1Api } = await loadClient();
  const name = `nats-user-${user}`;
  const secret = kubeconfig.makeApiClient(CoreV1Api).readNamespacedSecret({ namespace, name });
  const { data = {} } = await secret.catch((error: unknown) => {
    throw isNotFound(error)
      ? noSecret(name)
      : asUserError(explainKubernetes(error, `Reading Secret ${name}`));
  });
  const write = (key: string) => files.write(key, Buffer.from(data[key] ?? "", "base64").toString());
  const env = { NATS_SEED_FILE: write("seed"), NATS_CA_FILE: write("ca.crt") };
  const { port, close } = await openPortForward(kubeconfig, {
    namespace,
    service: "nats",
    port: ports.nats.client,
  });
  return { env: { ...env, NATS_URL: `tls://localhost:${port}` }, close };
}

/** $KUBECONFIG may name several files. */
function accessTo({ kind, kubeconfig }: Target): KubernetesAccess {
  return kind === "node" ? { kubeconfig } : {};
}

async function explained<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    throw asUserError(error);
  });
}

function asUserError(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  return new UserError(
    error.problem,
    `${error.fix} Is no stack up? \`make up\` brings one up; \`make dev\` needs DEV=1 here.`,
  );
}

function noSecret(name: string): UserError {
  return new UserError(
    `There is no Secret ${name} in namespace ${namespace}`,
    "Run `make up`: it makes a Secret for each user of the contract.",
  );
}
