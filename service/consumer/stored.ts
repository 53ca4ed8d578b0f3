import type { MsgHdrs, NatsConnection } from "nats";

/** A message as a stream stores it. */
export interface StoredMessage {
  readonly subject: string;
  readonly sequence: number;
  /** When the stream stored it, RFC 3339. */
  readonly time: string;
  /** The message's own, and some `Nats-…` that say where it is. */
  readonly headers: MsgHdrs;
  readonly body: Uint8Array;
}

/** The message with this sequence; or the first from there on with this subject, which may have wildcards. */
export interface StoredQuery {
  readonly seq: number;
  readonly next_by_subj?: string;
}

/** A stream, and the connection of a user who may read it by sequence (the verb `replay`). */
export interface ReadableStream {
  readonly connection: NatsConnection;
  readonly apiPrefix: string;
  readonly stream: string;
}

/** An answer to a direct read that is neither a message nor that there is none. */
export class DirectReadError extends Error {
  override readonly name = "DirectReadError";

  constructor(
    readonly stream: string,
    readonly code: number,
    description: string,
  ) {
    super(`Stream ${stream} can't be read: ${code} ${description}`);
  }
}

const notFound = 404;

/**
 * Reads a stored message without a consumer; undefined when there is none. Any replica answers, so one that is behind may
 * not have the newest yet. https://docs.nats.io/reference/reference-protocols/nats_api_reference
 * Throws DirectReadError or NatsError.
 */
export async function readStored(
  { connection, apiPrefix, stream }: ReadableStream,
  query: StoredQuery,
): Promise<StoredMessage | undefined> {
  const answer = await connection.request(`${apiPrefix}.DIRECT.GET.${stream}`, JSON.stringify(query));
  const { headers } = answer;
  if (headers === undefined || headers.code === notFound) return undefined;
  if (headers.code >= 300) throw new DirectReadError(stream, headers.code, headers.description);
  return {
    subject: headers.get("Nats-Subject"),
    sequence: Number(headers.get("Nats-Sequence")),
    time: headers.get("Nats-Time-Stamp"),
    headers,
    body: answer.data,
  };
}
