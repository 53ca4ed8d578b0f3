import { resolve } from "node:path";
import { ProviderError } from "../../infra/provider/errors";
import { takeSnapshot } from "../../infra/provider/snapshot/take";
import { streamBackupUser, streams } from "../../stream-config";
import { UserError } from "../lib/errors";
import { main } from "../lib/main";
import { connectClient, readClientSecret } from "../stack/client";
import { readTarget } from "../stack/target";

/** Copies the stream STREAM of the running stack, or all, each into a new folder in TO, as `nats backup stream` would. */
async function snapshot({ STREAM, TO: folder }: NodeJS.ProcessEnv): Promise<void> {
  const names = snapshotStreams(STREAM);
  const target = readTarget();
  const secret = await readClientSecret(target, streamBackupUser.name);
  // A snapshot can't go on over another connection.
  const { connection: nats, close } = await connectClient(target, secret, { reconnect: false });
  try {
    for (const name of names) {
      await takeSnapshot({ ...secret, nats, close }, name, resolve(folder || "snapshots"), console.log);
    }
  } catch (error) {
    asUserError(error);
  } finally {
    await close();
  }
}

/** The streams that are meant: the one that is named, or else the contract's. Throws UserError when there is no such one. */
export function snapshotStreams(given = ""): readonly string[] {
  const names: readonly string[] = streams.map(({ name }) => name);
  if (given === "") return names;
  if (names.includes(given)) return [given];
  throw new UserError(
    `STREAM=${given} is not a stream of the contract`,
    `Name one of ${names.join(", ")}, or leave STREAM out for all.`,
  );
}

function asUserError(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error;
  throw new UserError(error.problem, error.fix);
}

if (require.main === module) main(() => snapshot(process.env));
