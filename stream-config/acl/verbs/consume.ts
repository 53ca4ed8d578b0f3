import type { ConsumerDefinition } from "../../consumers/consumer";
import type { DeclaredConsumer } from "../declared";
import { consumerRequest, type RequestSubject } from "../requests";
import { comes } from "./comes";
import { undeclaredConsumer } from "./problems";
import type { Verb } from "./verb";

export interface Consume {
  readonly verb: "consume";
  readonly consumer: ConsumerDefinition;
}

/** Pull from and acknowledge to one durable consumer. */
export function consume(consumer: DeclaredConsumer): Consume {
  return { verb: "consume", consumer };
}

export const consumeVerb: Verb<Consume> = {
  meaning: "pulls from its durable consumer and acknowledges",
  sample: ({ consumer }) => ({ verb: "consume", consumer }),
  account: { of: "user" },
  subjects: ({ consumer }) => ({
    publishes: [],
    subscribes: [],
    requests: [
      consumerRequest("CONSUMER.INFO", consumer),
      consumerRequest("CONSUMER.MSG.NEXT", consumer),
      ...acknowledgements(consumer),
    ],
  }),
  durables: ({ consumer }) => [consumer],
  declares: false,
  problems: ({ consumer }, declared) => undeclaredConsumer(consumer, declared),
  operation: ({ consumer }) => ({ action: "receive", events: consumer.filterSubjects }),
  reads: { what: "consumers", way: "through the durable" },
  acts: "reading only",
  told: { by: "consumers", call: "CONSUMER.MSG.NEXT" },
  comes: comes({
    given: {
      reason:
        "it takes messages from the durable consumer: what it acknowledges, nobody else gets from there",
      notices: ["readers"],
      todo: "see that nobody else takes from it",
    },
    taken: {
      reason:
        "its next request for messages is refused with an error; what waits for it stays until the stream removes it",
      notices: ["readers"],
      todo: "stop its clients before this goes in",
    },
    unheld: {
      reason:
        "nobody takes its messages any more: they wait until the stream removes them, and its lag only grows",
      notices: ["readers", "operators"],
      todo: "take the consumer away as well, or say who reads it",
    },
  }),
};

/** The form that servers use today, and the one with domain and account that `js_ack_fc_v2` turns on. */
function acknowledgements({ stream, name }: ConsumerDefinition): readonly RequestSubject[] {
  const subject = `${stream}.${name}.>`;
  return [
    // Work goes on, it says; of a message that was never delivered that is confirmed, and changes nothing.
    { subject: `$JS.ACK.${subject}`, reply: "stream", trial: { body: "+WPI", answeredBy: "stream" } },
    // Servers don't use it, so nobody answers.
    { subject: `$JS.ACK.*.*.${subject}`, reply: "stream", trial: "never" },
  ];
}
