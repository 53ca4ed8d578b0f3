import type { EventSubjectOf } from "../../events/subjects";
import { quote } from "../../quote";
import type { StreamDefinition } from "../../streams/stream";
import { hasWildcard, isWithin } from "../../subjects";
import type { Declared, DeclaredStream } from "../declared";
import { request } from "../requests";
import { comes } from "./comes";
import { messageIf, undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Publish {
  readonly verb: "publish";
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
}

/** Publish exactly these events into the stream and learn whether the stream is there. */
export function publish<Stream extends DeclaredStream>(
  stream: Stream,
  subjects: readonly EventSubjectOf<Stream>[],
): Publish {
  return { verb: "publish", stream, subjects };
}

export const publishVerb: Verb<Publish> = {
  meaning: "puts these events into the stream",
  sample: ({ stream, event }) => ({ verb: "publish", stream, subjects: [event] }),
  account: { of: "streams", who: "a publisher" },
  subjects: ({ stream, subjects }) => ({
    publishes: subjects,
    subscribes: [],
    requests: [request("INFO"), request("STREAM.INFO", stream.name)],
  }),
  durables: () => [],
  declares: false,
  problems: (grant, declared) => [
    ...undeclaredStream(grant.stream, declared),
    ...grant.subjects.flatMap((subject) => eventProblems(subject, grant.stream, declared)),
  ],
  operation: ({ subjects }) => ({ action: "send", events: subjects }),
  reads: "nothing",
  acts: {
    on: "subjects",
    deed: (subjects, stream) => `publish ${subjects} into ${stream}`,
  },
  told: { by: "subjects", side: "publish" },
  comes: comes({
    given: {
      reason: "what it publishes is stored, and every reader takes it for what happened",
      notices: ["readers"],
      todo: "see that it is the one that knows of these events",
    },
    taken: {
      reason:
        "its next message of this kind is refused with an error, and readers get no more of them from it",
      notices: ["publishers", "readers"],
      todo: "see that it publishes them no more before this goes in",
    },
    unheld: {
      reason: "nobody puts such events into the stream any more: who reads them waits in vain",
      notices: ["publishers", "readers"],
      todo: "take the event type away as well, or say who publishes it",
    },
  }),
};

function eventProblems(subject: string, stream: StreamDefinition, { events }: Declared): readonly string[] {
  if (hasWildcard(subject)) return [`${quote(subject)} is a wildcard; name each event`];
  return [
    ...messageIf(
      !stream.subjects.some((pattern) => isWithin(subject, pattern)),
      `${quote(subject)} is not stored by ${quote(stream.name)}`,
    ),
    ...messageIf(
      !events.some((event) => event.subject === subject),
      `${quote(subject)} is no event type; describe it in events/`,
    ),
  ];
}
