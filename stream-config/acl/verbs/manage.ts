import type { ConsumerDefinition } from "../../consumers/consumer";
import type { StreamDefinition } from "../../streams/stream";
import type { ConsumerOn, DeclaredStream } from "../declared";
import { consumerRequest, type RequestSubject, request } from "../requests";
import { comes } from "./comes";
import { undeclaredParts } from "./problems";
import type { Verb } from "./verb";

export interface Manage {
  readonly verb: "manage";
  readonly stream: StreamDefinition;
  readonly consumers: readonly ConsumerDefinition[];
}

/**
 * Create, update, read back and delete the stream, create and update these of its consumers, read back and delete any;
 * no message can be read.
 */
export function manage<Stream extends DeclaredStream>(
  stream: Stream,
  consumers: readonly ConsumerOn<Stream>[],
): Manage {
  return { verb: "manage", stream, consumers };
}

export const manageVerb: Verb<Manage> = {
  meaning: "declares the stream and these consumers; reads no message",
  sample: ({ stream, consumer }) => ({ verb: "manage", stream, consumers: [consumer] }),
  account: { of: "user" },
  subjects: ({ stream, consumers }) => ({
    publishes: [],
    subscribes: [],
    requests: [
      request("INFO"),
      ...streamCalls.map((call) => request(call, stream.name)),
      // Of any name: a consumer that is declared no more has to be found and deleted.
      request("CONSUMER.INFO", stream.name, "*"),
      request("CONSUMER.DELETE", stream.name, "*"),
      ...consumers.flatMap((consumer) => [
        createConsumer(consumer),
        consumerRequest("CONSUMER.PAUSE", consumer),
      ]),
    ],
  }),
  durables: () => [],
  declares: true,
  problems: undeclaredParts,
  operation: () => ({ action: "send", events: [] }),
  reads: "nothing",
  acts: {
    on: "stream and consumers",
    deed: (objects) => `create, change and delete ${objects}`,
  },
  told: { by: "stream", call: "STREAM.UPDATE", ofConsumers: "CONSUMER.PAUSE" },
  comes: comes({
    given: {
      reason: "it can change them, and delete them with all that they hold",
      notices: ["operators"],
      todo: "see that `pulumi up` alone uses it",
    },
    taken: {
      reason: "it can not declare them any more",
      notices: ["operators"],
      todo: "see that another user declares them",
    },
    unheld: {
      reason: "no `pulumi up` can declare or change them any more",
      notices: ["operators"],
      todo: "say who manages them",
    },
  }),
};

const streamCalls = ["STREAM.CREATE", "STREAM.UPDATE", "STREAM.INFO", "STREAM.DELETE"] as const;

/** The subject that creates or updates a consumer. It carries the filter when there is exactly one, which pins it. */
export function createConsumer(consumer: ConsumerDefinition): RequestSubject {
  const [filter, ...others] = consumer.filterSubjects;
  const pinned = filter !== undefined && others.length === 0 ? [filter] : [];
  return request("CONSUMER.CREATE", consumer.stream, consumer.name, ...pinned);
}
