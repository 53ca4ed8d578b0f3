import type { StreamDefinition } from "../../streams/stream";
import type { CopiesStream } from "../declared";
import { misdirected } from "../requests";
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
    openly: "nothing alarming",
  },
  told: { by: "subjects", side: "publish" },
};
