import { createReadStream } from "node:fs";
import type { Connection } from "../api/connection";
import { explainRequest } from "../api/failures";
import { requestOnce } from "../api/jetstream";
import { ProviderError } from "../errors";
import { Empty, type Msg } from "../nats-client";
import type { Properties } from "../resource";
import { explainFiles } from "./failures";
import type { Snapshot } from "./open";
import { progress } from "./progress";

/** Where the server takes no larger messages, it is as much as those. */
const pieceSize = 128 * 1_024;
/** How long the server may take to store a piece, and to finish. */
const pieceTime = 30_000;
const finishTime = 600_000;

/**
 * Sends the snapshot to the server, which makes a stream of this configuration from it: the same messages, sequences and
 * times, and its consumers. The name has to be the snapshot's, and no stream may have it. Throws JetStreamError when the
 * server refuses to begin; any later failure can leave a part of the stream.
 */
export async function restoreSnapshot(
  connection: Connection,
  { dir, archive, bytes, state }: Snapshot,
  config: Properties & { readonly name: string },
  tell: (message: string) => void,
): Promise<void> {
  const { name } = config;
  const answer = await requestOnce(connection, `STREAM.RESTORE.${name}`, { config, state });
  const subject = String(answer.deliver_subject);
  const highWaterMark = Math.min(pieceSize, connection.nats.info?.max_payload ?? pieceSize);
  const advance = progress(`restoring stream "${name}"`, bytes, tell);
  try {
    for await (const piece of createReadStream(archive, { highWaterMark })) {
      requireTaken(await send(connection, subject, piece, pieceTime), name);
      advance(piece.length);
    }
  } catch (error) {
    // The server goes by the end of what it got, and would wait for it.
    await send(connection, subject, Empty, pieceTime).catch(() => undefined);
    throw explainFiles(error, `The snapshot ${dir} can't be read`);
  }
  requireTaken(await send(connection, subject, Empty, finishTime), name);
}

async function send({ nats }: Connection, subject: string, piece: Uint8Array, timeout: number): Promise<Msg> {
  return nats.request(subject, piece, { timeout }).catch((error: unknown) => {
    throw explainRequest(error, { subject, kind: "change" }, nats.isClosed());
  });
}

/** A piece that is taken has an empty answer, and the whole one without an error. */
function requireTaken(answer: Msg, stream: string): void {
  const { error } = answer.data.length === 0 ? {} : answer.json<{ error?: { description: string } }>();
  if (error === undefined) return;
  throw new ProviderError(
    `The server could not restore stream "${stream}": ${error.description}.`,
    "Check that the snapshot is whole and that the servers have room for it, then run it again.",
  );
}
