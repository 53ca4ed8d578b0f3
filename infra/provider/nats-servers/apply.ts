import { ProviderError } from "../errors";
import { poll } from "./poll";
import type { FilesCheck, NatsServer } from "./server";

/** How long to wait, in milliseconds: for the files to arrive where the server reads them, and for it to take them over. */
export interface Patience {
  readonly files: number;
  readonly reload: number;
}

/** The kubelet brings mounted files up to date within 90 s even if nobody asks it to. */
export const usualPatience: Patience = { files: 120_000, reload: 10_000 };

/**
 * Has a server take over the configuration of this digest by a reload, unless it runs with it already. Connections of
 * users whose rights stay are not touched. Throws ProviderError, UnreachableError when the server is away.
 * https://docs.nats.io/running-a-nats-service/configuration#configuration-reloading
 */
export async function applyDigest(
  server: NatsServer,
  meant: string,
  patience: Patience = usualPatience,
): Promise<"unchanged" | "reloaded"> {
  if ((await server.runningDigest()) === meant) return "unchanged";
  await awaitFiles(server, meant, patience.files);
  await server.reload();
  await awaitRunning(server, meant, patience.reload);
  return "reloaded";
}

async function awaitFiles(server: NatsServer, meant: string, patience: number): Promise<void> {
  await server.updateFiles();
  const found = await poll(patience, server.checkFiles, (check) => digestOf(check) === meant);
  if (found.kind === "refused") {
    throw new ProviderError(
      `Server ${server.name} would refuse its configuration: ${found.reason}`,
      "Nothing was reloaded. Correct what it names, then run Pulumi again.",
    );
  }
  if (found.digest !== meant) {
    throw new ProviderError(
      `The files of server ${server.name} have digest ${found.digest}, not ${meant} as declared; it was not reloaded.`,
      "Somebody else changed its ConfigMaps, or they did not reach it: `pulumi up --refresh` puts them right.",
    );
  }
}

async function awaitRunning(server: NatsServer, meant: string, patience: number): Promise<void> {
  const running = await poll(patience, server.runningDigest, (digest) => digest === meant);
  if (running === meant) return;
  const complaint = (await server.reloadComplaint()) ?? "its log does not say why";
  throw new ProviderError(
    `Server ${server.name} did not take over its configuration: it runs with ${running}, not ${meant} as declared (${complaint}).`,
    "It goes on with the one of before. What can't be reloaded needs a restart: delete the pod, one at a time, then run Pulumi again.",
  );
}

function digestOf(check: FilesCheck): string | undefined {
  return check.kind === "valid" ? check.digest : undefined;
}
