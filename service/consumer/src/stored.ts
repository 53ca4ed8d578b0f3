import { type Msg, type MsgHdrs, type NatsConnection, RequestStrategy } from "./nats-client";

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

/** An answer to a direct read that is neither a message nor that there is none, or that broke off. */
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
const endOfBatch = 204;
const timedOut = 408;

/**
 * Reads a stored message without a consumer; undefined when there is none. Any replica answers, so one that is behind may
 * not have the newest yet. https://docs.nats.io/reference/reference-protocols/nats_api_reference
 * Throws DirectReadError or NatsError.
 */
export async function readStored(
  { connection, apiPrefix, stream }: ReadableStream,
  query: StoredQuery,
): Promise<StoredMessage | undefined> {
  const subject = `${apiPrefix}.DIRECT.GET.${stream}`;
  return toStored(stream, await connection.request(subject, JSON.stringify(query)));
}

/** Where a batch begins: at a sequence, or at a time (RFC 3339). */
export type BatchStart = { readonly seq: number } | { readonly start_time: string };

/** The messages with this subject, which may have wildcards, from there on. */
export type BatchQuery = BatchStart & { readonly next_by_subj: string };

const batchSize = 256;
const batchMilliseconds = 10_000;

/**
 * Reads up to 256 stored messages, none of which may be empty: that is how the server ends a batch. Throws as readStored;
 * also when the end doesn't come in time, because what came until then would look like all that there is.
 */
export async function readStoredBatch(
  { connection, apiPrefix, stream }: ReadableStream,
  query: BatchQuery,
): Promise<StoredMessage[]> {
  const answers = await connection.requestMany(
    `${apiPrefix}.DIRECT.GET.${stream}`,
    JSON.stringify({ ...query, batch: batchSize }),
    { strategy: RequestStrategy.SentinelMsg, maxWait: batchMilliseconds },
  );
  const messages: StoredMessage[] = [];
  for await (const answer of answers) {
    const message = toStored(stream, answer);
    if (message === undefined) return messages;
    messages.push(message);
  }
  throw new DirectReadError(stream, timedOut, "the end of a batch did not come");
}

function toStored(stream: string, { headers, data }: Msg): StoredMessage | undefined {
  if (headers === undefined || headers.code === notFound || headers.code === endOfBatch) return undefined;
  if (headers.code >= 300) throw new DirectReadError(stream, headers.code, headers.description);
  return {
    subject: headers.get("Nats-Subject"),
    sequence: Number(headers.get("Nats-Sequence")),
    time: headers.get("Nats-Time-Stamp"),
    headers,
    body: data,
  };
}
