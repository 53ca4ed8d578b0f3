/**
 * How a right is tried: a request that has an answer, and by which nothing is read, stored or changed, whoever takes it.
 */
export interface Trial {
  readonly body: string;
  /** The stream that a message must be for; JetStream refuses one that is for another. */
  readonly expectedStream?: string;
  /** Who answers: JetStream itself, or the stream or durable that the subject names, once it is there. */
  readonly answeredBy: "jetstream" | "stream";
}

/** A subject that its users send requests to: the account of the streams serves it to the others. */
export interface RequestSubject {
  readonly subject: string;
  /** "stream" lets one request have many answers, as a pull has. */
  readonly reply: "single" | "stream";
  /** "never" where the right can't be tried without doing what it is for. */
  readonly trial: Trial | "never";
}

type Call = Omit<RequestSubject, "subject">;

/** Stands for a wildcard, and names nothing that is there. */
export const anything = "proof";

/** No request: refused before anything is done. */
const malformed = "{";

/** Tries to store a message: no stream has this name, so none takes it. */
export const misdirected: Trial = { body: "", expectedStream: anything, answeredBy: "stream" };

/** Never more than asked of JetStream itself. */
const asked: Call = { reply: "single", trial: { body: "", answeredBy: "jetstream" } };
const untried: Call = { reply: "single", trial: "never" };

/** The calls of JetStream's API that verbs need. https://docs.nats.io/reference/reference-protocols/nats_api_reference */
const calls = {
  INFO: asked,
  "STREAM.INFO": asked,
  "STREAM.CREATE": untried,
  "STREAM.UPDATE": untried,
  "STREAM.DELETE": untried,
  "STREAM.SNAPSHOT": untried,
  "STREAM.RESTORE": untried,
  "STREAM.MSG.DELETE": { reply: "single", trial: { body: malformed, answeredBy: "jetstream" } },
  "CONSUMER.INFO": asked,
  "CONSUMER.CREATE": untried,
  "CONSUMER.DELETE": untried,
  "CONSUMER.PAUSE": untried,
  "CONSUMER.MSG.NEXT": { reply: "stream", trial: { body: malformed, answeredBy: "stream" } },
  // A request for no message. A batch has many answers.
  "DIRECT.GET": { reply: "stream", trial: { body: "{}", answeredBy: "stream" } },
} as const satisfies Record<string, Call>;

/** A call of JetStream's API. */
export type ApiCall = keyof typeof calls;

/** The subject of a call, about a stream, or about one of its consumers. */
export function request(call: ApiCall, ...about: readonly string[]): RequestSubject {
  return { subject: ["$JS.API", call, ...about].join("."), ...calls[call] };
}

/** The subject of a call about a consumer. */
export function consumerRequest(
  call: ApiCall,
  { stream, name }: { readonly stream: string; readonly name: string },
): RequestSubject {
  return request(call, stream, name);
}
