import type { ConsumerDefinition, consumers } from "../consumers";
import type { EventSubjectOf } from "../events/subjects";
import type { StreamDefinition, streams } from "../streams";

/** What a user may do, as a verb and its objects. acl/services.ts and acl/permissions.ts know the subjects behind each. */
export type Grant =
  | { readonly verb: "publish"; readonly stream: StreamDefinition; readonly subjects: readonly string[] }
  | { readonly verb: "subscribe"; readonly stream: StreamDefinition; readonly subjects: readonly string[] }
  | { readonly verb: "consume"; readonly consumer: ConsumerDefinition }
  | { readonly verb: "replay"; readonly stream: StreamDefinition }
  | { readonly verb: "deposit"; readonly stream: StreamDefinition; readonly subjects: readonly string[] }
  | { readonly verb: "remove"; readonly stream: StreamDefinition }
  | { readonly verb: "backup"; readonly stream: StreamDefinition }
  | {
      readonly verb: "manage";
      readonly stream: StreamDefinition;
      readonly consumers: readonly ConsumerDefinition[];
    }
  | {
      readonly verb: "observe";
      readonly stream: StreamDefinition;
      readonly consumers: readonly ConsumerDefinition[];
    };

/** The right of one verb. */
export type GrantOf<Verb extends Grant["verb"]> = Extract<Grant, { readonly verb: Verb }>;

type DeclaredStream = (typeof streams)[number];
type CopiesStream = Extract<DeclaredStream, { readonly holds: "copies" }>;
type DeclaredConsumer = (typeof consumers)[number];
type ConsumerOn<Stream extends DeclaredStream> = Extract<
  DeclaredConsumer,
  { readonly stream: Stream["name"] }
>;

/** Publish exactly these events into the stream and learn whether the stream is there. */
export function publish<Stream extends DeclaredStream>(
  stream: Stream,
  subjects: readonly EventSubjectOf<Stream>[],
): GrantOf<"publish"> {
  return { verb: "publish", stream, subjects };
}

/** Get these events as they are published, without the stream: what comes while the subscriber is away is missed. */
export function subscribe<Stream extends DeclaredStream>(
  stream: Stream,
  subjects: readonly (Stream["subjects"][number] | EventSubjectOf<Stream>)[],
): GrantOf<"subscribe"> {
  return { verb: "subscribe", stream, subjects };
}

/** Pull from and acknowledge to one durable consumer. */
export function consume(consumer: DeclaredConsumer): GrantOf<"consume"> {
  return { verb: "consume", consumer };
}

/** Read any stored message of the stream by its sequence or subject, without a consumer. */
export function replay(stream: DeclaredStream): GrantOf<"replay"> {
  return { verb: "replay", stream };
}

/**
 * Copy the whole stream, and put a copy back where there is none. It reads every message, and can store any: no message
 * of a copy has to come from a publisher.
 */
export function backup(stream: DeclaredStream): GrantOf<"backup"> {
  return { verb: "backup", stream };
}

/** Put copies of events into the stream, from an account that can't write where events are published. */
export function deposit(stream: CopiesStream): GrantOf<"deposit"> {
  return { verb: "deposit", stream, subjects: stream.subjects };
}

/** Delete single messages of a stream of copies by their sequence. */
export function remove(stream: CopiesStream): GrantOf<"remove"> {
  return { verb: "remove", stream };
}

/**
 * Create, update, read back and delete the stream, create and update these of its consumers, read back and delete any;
 * no message can be read.
 */
export function manage<Stream extends DeclaredStream>(
  stream: Stream,
  consumers: readonly ConsumerOn<Stream>[],
): GrantOf<"manage"> {
  return { verb: "manage", stream, consumers };
}

/** Read configuration and state of the stream and these of its consumers. */
export function observe<Stream extends DeclaredStream>(
  stream: Stream,
  consumers: readonly ConsumerOn<Stream>[],
): GrantOf<"observe"> {
  return { verb: "observe", stream, consumers };
}
