import type { Connection } from "../api/connection";
import { requestOnce } from "../api/jetstream";
import type { StreamContent } from "../api/stream-content";
import { ProviderError, UnreachableError } from "../errors";
import { createInbox, type Msg, type Subscription } from "../nats-client";
import type { Properties } from "../resource";

/** What a snapshot says about its stream: the configuration and state that it had. */
export interface SnapshotMeta {
  readonly config: Properties & { readonly name: string };
  readonly state: StreamContent;
}

/** Bytes of one piece, and of all that are under way, which is what is in memory at once. */
const sizes = { chunk_size: 128 * 1_024, window_size: 4 * 1_024 * 1_024 } as const;
/** How long the server may take to check all messages before the first piece, and then for each piece. */
const checkTime = 300_000;
const pieceTime = 30_000;

/**
 * Asks for a snapshot with all consumers, checked by the server, and hands its pieces to `write` in their order. A piece
 * is acknowledged when it is written, so there is never more than a window of them. Throws JetStreamError and
 * ProviderError; UnreachableError when the connection is lost.
 * https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
export async function receiveSnapshot(
  connection: Connection,
  stream: string,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<SnapshotMeta> {
  if (connection.nats.isClosed()) throw lost(stream);
  const pieces = connection.nats.subscribe(createInbox(connection.inboxPrefix));
  try {
    const body = { deliver_subject: pieces.getSubject(), jsck: true, ...sizes };
    const answer = await requestOnce(connection, `STREAM.SNAPSHOT.${stream}`, body, checkTime);
    await receivePieces(pieces, stream, write);
    const { config, state } = answer as unknown as SnapshotMeta;
    return { config, state };
  } finally {
    pieces.unsubscribe();
  }
}

async function receivePieces(
  pieces: Subscription,
  stream: string,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  const stalled = setTimeout(() => pieces.unsubscribe(), pieceTime);
  let number = 0;
  try {
    for await (const piece of pieces) {
      if (piece.data.length === 0) return requireComplete(piece, stream);
      number += 1;
      requireNumber(piece, number, stream);
      await write(piece.data);
      piece.respond();
      stalled.refresh();
    }
  } finally {
    clearTimeout(stalled);
  }
  throw lost(stream);
}

function lost(stream: string): UnreachableError {
  return new UnreachableError(
    `The connection to NATS was lost while the snapshot of stream "${stream}" was taken; what had arrived is removed.`,
    "Run it again; it starts from the beginning.",
  );
}

/** The last message is empty, and says in its header when something went wrong. */
function requireComplete({ headers }: Msg, stream: string): void {
  if (headers === undefined || headers.code === 0 || headers.code === 204) return;
  throw new ProviderError(
    `The server gave up the snapshot of stream "${stream}": ${headers.description} (${headers.code}).`,
    "Run it again; the server's log says more.",
  );
}

/** All pieces but the last are to be acknowledged, on a subject that ends in their number. */
function requireNumber({ reply }: Msg, expected: number, stream: string): void {
  if (reply === undefined || reply === "" || reply.endsWith(`.${expected}`)) return;
  throw new ProviderError(
    `Piece ${expected} of the snapshot of stream "${stream}" is missing: ${reply} came instead.`,
    "Run it again; what had arrived is removed.",
  );
}
