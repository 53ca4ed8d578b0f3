import type { ConsumerDefinition } from "../../consumers/consumer";
import type { StreamDefinition } from "../../streams/stream";
import type { ConsumerOn, DeclaredStream } from "../declared";
import { consumerRequest, request } from "../requests";
import { comes } from "./comes";
import { undeclaredParts } from "./problems";
import type { Verb } from "./verb";

export interface Observe {
  readonly verb: "observe";
  readonly stream: StreamDefinition;
  readonly consumers: readonly ConsumerDefinition[];
}

/** Read configuration and state of the stream and these of its consumers. */
export function observe<Stream extends DeclaredStream>(
  stream: Stream,
  consumers: readonly ConsumerOn<Stream>[],
): Observe {
  return { verb: "observe", stream, consumers };
}

export const observeVerb: Verb<Observe> = {
  meaning: "reads configuration and state; no message",
  sample: ({ stream, consumer }) => ({ verb: "observe", stream, consumers: [consumer] }),
  // No answer to it can be an event.
  account: { of: "any" },
  subjects: ({ stream, consumers }) => ({
    publishes: [],
    subscribes: [],
    requests: [
      request("INFO"),
      request("STREAM.INFO", stream.name),
      ...consumers.map((consumer) => consumerRequest("CONSUMER.INFO", consumer)),
    ],
  }),
  durables: () => [],
  declares: false,
  problems: undeclaredParts,
  operation: () => ({ action: "receive", events: [] }),
  reads: "nothing",
  acts: {
    on: "stream and consumers",
    deed: (objects) => `see configuration and state of ${objects}`,
  },
  told: { by: "stream", call: "STREAM.INFO", ofConsumers: "CONSUMER.INFO" },
  comes: comes({
    given: {
      reason: "it sees names, numbers and how far consumers are, and no message",
      notices: ["operators"],
      todo: "nothing",
    },
    taken: {
      reason: "it sees nothing of them any more: what it measures or shows of them ends",
      notices: ["operators"],
      todo: "see that no alarm depends on it",
    },
    unheld: {
      reason: "nobody sees how far they are any more: an alarm about them can not ring",
      notices: ["operators"],
      todo: "say who watches them",
    },
  }),
};
