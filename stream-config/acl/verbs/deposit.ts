import type { StreamDefinition } from "../../streams/stream";
import type { CopiesStream } from "../declared";
import { misdirected } from "../requests";
import { comes } from "./comes";
import { noCopies, outsideStream, undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Deposit {
  readonly verb: "deposit";
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
}

/** Put copies of events into the stream, from an account that can't write where events are published. */
export function deposit(stream: CopiesStream): Deposit {
  return { verb: "deposit", stream, subjects: stream.subjects };
}

export const depositVerb: Verb<Deposit> = {
  meaning: "puts copies of events into this stream",
  sample: ({ copies }) => ({ verb: "deposit", stream: copies, subjects: copies.subjects }),
  account: { of: "user" },
  subjects: ({ subjects }) => ({
    publishes: [],
    subscribes: [],
    requests: subjects.map((subject) => ({ subject, reply: "single", trial: misdirected })),
  }),
  durables: () => [],
  declares: false,
  problems: ({ stream, subjects }, declared) => [
    ...undeclaredStream(stream, declared),
    ...noCopies(stream, "deposit"),
    ...outsideStream(subjects, stream),
  ],
  operation: () => ({ action: "send", events: [] }),
  reads: "nothing",
  acts: {
    on: "subjects",
    deed: (subjects, stream) => `put copies of events under ${subjects} into ${stream}`,
  },
  told: { by: "subjects", side: "publish" },
  comes: comes({
    given: {
      reason: "what it puts there is given to a consumer, or shown to operators, as if it were the event",
      notices: ["readers"],
      todo: "see that it is the one that makes such copies",
    },
    taken: {
      reason: "its next copy is refused with an error",
      notices: ["operators"],
      todo: "see that it makes no more copies before this goes in",
    },
    unheld: {
      reason:
        "nobody puts copies there any more: what consumers give up is kept nowhere, or nothing can be given to them again",
      notices: ["readers", "operators"],
      todo: "say who does it",
    },
  }),
};
