import type { ConsumerDefinition } from "../consumers/consumer";
import type { StreamDefinition } from "../streams/stream";

/** What a user may do, as a verb and its objects. acl/permissions.ts knows the subjects behind each. */
export type Grant =
  | { readonly verb: "publish"; readonly stream: StreamDefinition; readonly subjects: readonly string[] }
  | { readonly verb: "consume"; readonly consumer: ConsumerDefinition }
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

/** Publish exactly these subjects into the stream and learn whether the stream is there. */
export function publish(stream: StreamDefinition, subjects: readonly string[]): Grant {
  return { verb: "publish", stream, subjects };
}

/** Pull from and acknowledge to one durable consumer. */
export function consume(consumer: ConsumerDefinition): Grant {
  return { verb: "consume", consumer };
}

/**
 * Create, update, read back and delete the stream, create and update these of its consumers, read back and delete any;
 * no message can be read.
 */
export function manage(stream: StreamDefinition, consumers: readonly ConsumerDefinition[]): Grant {
  return { verb: "manage", stream, consumers };
}

/** Read configuration and state of the stream and these of its consumers. */
export function observe(stream: StreamDefinition, consumers: readonly ConsumerDefinition[]): Grant {
  return { verb: "observe", stream, consumers };
}
