import type { EventSubjectOf } from "../../events/subjects";
import type { StreamDefinition } from "../../streams/stream";
import type { DeclaredStream } from "../declared";
import { comes } from "./comes";
import { outsideStream, undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Subscribe {
  readonly verb: "subscribe";
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
}

/** Get these events as they are published, without the stream: what comes while the subscriber is away is missed. */
export function subscribe<Stream extends DeclaredStream>(
  stream: Stream,
  subjects: readonly (Stream["subjects"][number] | EventSubjectOf<Stream>)[],
): Subscribe {
  return { verb: "subscribe", stream, subjects };
}

export const subscribeVerb: Verb<Subscribe> = {
  meaning: "gets these events as they happen; misses what comes meanwhile",
  sample: ({ stream, event }) => ({ verb: "subscribe", stream, subjects: [event] }),
  account: { of: "user" },
  subjects: ({ subjects }) => ({ publishes: [], subscribes: subjects, requests: [] }),
  durables: () => [],
  declares: false,
  problems: ({ stream, subjects }, declared) => [
    ...undeclaredStream(stream, declared),
    ...outsideStream(subjects, stream),
  ],
  operation: ({ subjects }) => ({ action: "receive", events: subjects }),
  reads: { what: "subjects", way: "as they are published" },
  acts: "reading only",
  told: { by: "subjects", side: "subscribe" },
  comes: comes({
    given: {
      reason: "it gets them as they are published, and misses what comes while it is away",
      notices: ["operators"],
      todo: "see that it may miss some; a durable consumer misses none",
    },
    taken: {
      reason: "its subscription ends with an error",
      notices: ["readers"],
      todo: "see that it listens no more before this goes in",
    },
    unheld: {
      reason: "nobody gets them as they are published any more",
      notices: ["readers"],
      todo: "see that nobody waits for them",
    },
  }),
};
