import { quote } from "../../quote";
import type { StreamDefinition } from "../../streams/stream";
import type { DeclaredStream } from "../declared";
import { request } from "../requests";
import { comes } from "./comes";
import { messageIf, undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Replay {
  readonly verb: "replay";
  readonly stream: StreamDefinition;
}

/** Read any stored message of the stream by its sequence or subject, without a consumer. */
export function replay(stream: DeclaredStream): Replay {
  return { verb: "replay", stream };
}

export const replayVerb: Verb<Replay> = {
  meaning: "reads any stored message by sequence or subject",
  sample: ({ stream }) => ({ verb: "replay", stream }),
  account: { of: "user" },
  subjects: ({ stream }) => ({
    publishes: [],
    subscribes: [],
    // By sequence in the request's body, or the last message of the subject in the request's own.
    requests: [
      request("DIRECT.GET", stream.name),
      ...stream.subjects.map((subject) => request("DIRECT.GET", stream.name, subject)),
    ],
  }),
  durables: () => [],
  declares: false,
  problems: ({ stream }, declared) => [
    ...undeclaredStream(stream, declared),
    ...messageIf(!stream.allowDirect, `${quote(stream.name)} must set allowDirect to be replayed`),
  ],
  operation: ({ stream }) => ({ action: "receive", events: stream.subjects }),
  reads: { what: "stream", way: "by replaying any stored message" },
  acts: "reading only",
  told: { by: "stream", call: "DIRECT.GET", ofConsumers: "no consumers" },
  comes: comes({
    given: {
      reason: "it reads any message that is stored, those from before it was there too",
      notices: ["operators"],
      todo: "see that it may read all of them",
    },
    taken: {
      reason: "its next look-up of a stored message is refused with an error",
      notices: ["readers"],
      todo: "see that it looks up no more before this goes in",
    },
    unheld: {
      reason: "nobody can look up stored messages any more, nor give them to a consumer again",
      notices: ["operators"],
      todo: "say who looks them up when something went wrong",
    },
  }),
};
