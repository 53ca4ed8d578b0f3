import { resolve } from "node:path";
import { ProviderError } from "../infra/provider/errors";
import { takeSnapshot } from "../infra/provider/jetstream/snapshot/take";
import { streamBackupUser, streams } from "../stream-config";
import { UserError } from "./errors";
import { main } from "./main";
import { readTarget } from "./target";
import { connectClient, readClientSecret } from "./up/nats-client";

/** Copies the stream STREAM of the running stack into a new folder in TO, as `nats backup stream` would. */
main(async () => {
  const { STREAM: stream = "", TO: folder } = process.env;
  requireStream(stream);
  const target = readTarget();
  const secret = await readClientSecret(target, streamBackupUser.name);
  // A snapshot can't go on over another connection.
  const { connection: nats, close } = await connectClient(target, secret, { reconnect: false });
  await takeSnapshot({ ...secret, nats, close }, stream, resolve(folder || "snapshots"), console.log)
    .catch(asUserError)
    .finally(close);
});

function requireStream(name: string): void {
  const names = streams.map((stream) => stream.name);
  if (names.some((known) => known === name)) return;
  throw new UserError(
    `STREAM=${name} is not a stream of the contract`,
    `Say e.g. \`make snapshot STREAM=${names[0]} TO=snapshots\`; there are ${names.join(", ")}.`,
  );
}

function asUserError(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error;
  throw new UserError(error.problem, error.fix);
}
