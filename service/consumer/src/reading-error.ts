import { NatsError } from "./nats-client";
import { messageOf } from "./trouble";

/** A durable consumer, by its name and its stream's. */
export interface Durable {
  readonly stream: string;
  readonly durable: string;
}

/** A durable consumer can't be read for now; `cause` is what the client or the servers said. */
export class ReadingError extends Error {
  override readonly name = "ReadingError";
  readonly stream: string;
  readonly durable: string;

  constructor({ stream, durable }: Durable, options: { readonly cause: unknown }) {
    const { cause } = options;
    super(`durable ${durable} of stream ${stream} can't be read: ${wordsOf(cause)}${hintOf(cause)}`, options);
    this.stream = stream;
    this.durable = durable;
  }
}

/** Nothing came back for requests that the servers always answer; what is told of it counts them. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";

  constructor(readonly requests: number) {
    super(`${requests} requests for messages had no answer`);
  }
}

function wordsOf(cause: unknown): string {
  if (!(cause instanceof NatsError)) return messageOf(cause);
  const { code, message } = cause;
  const text = cause.api_error?.description ?? message;
  return text === code ? code : `${text} (${code})`;
}

const missing = "; it is made by `pulumi up`";
const silent = "; it has no leader, the servers are overloaded, or the right to pull is missing";

/** What to look at, by the client's code; the API's errors have their own words. */
const hints: Readonly<Record<string, string>> = {
  "404": missing,
  "503":
    "; nobody answers for it: the durable is gone, JetStream is starting, or the servers have to be reloaded once more for this user",
  TIMEOUT: silent,
  PERMISSIONS_VIOLATION: "; compare the client's settings with stream-config/rendered/clients",
  CONNECTION_CLOSED: "; the connection was closed for good, make a new one",
};

function hintOf(cause: unknown): string {
  if (cause instanceof SilenceError) return silent;
  if (!(cause instanceof NatsError)) return "";
  return hints[String(cause.api_error?.code ?? cause.code)] ?? "";
}
