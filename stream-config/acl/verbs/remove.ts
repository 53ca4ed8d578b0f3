import type { StreamDefinition } from "../../streams/stream";
import type { CopiesStream } from "../declared";
import { request } from "../requests";
import { comes } from "./comes";
import { noCopies, undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Remove {
  readonly verb: "remove";
  readonly stream: StreamDefinition;
}

/** Delete single messages of a stream of copies by their sequence. */
export function remove(stream: CopiesStream): Remove {
  return { verb: "remove", stream };
}

export const removeVerb: Verb<Remove> = {
  meaning: "deletes single messages of this stream",
  sample: ({ copies }) => ({ verb: "remove", stream: copies }),
  account: { of: "user" },
  subjects: ({ stream }) => ({
    publishes: [],
    subscribes: [],
    requests: [request("STREAM.MSG.DELETE", stream.name)],
  }),
  durables: () => [],
  declares: false,
  problems: ({ stream }, declared) => [...undeclaredStream(stream, declared), ...noCopies(stream, "remove")],
  operation: () => ({ action: "send", events: [] }),
  reads: "nothing",
  acts: {
    on: "stream and consumers",
    deed: (stream) => `delete single messages of ${stream}`,
  },
  told: { by: "stream", call: "STREAM.MSG.DELETE", ofConsumers: "no consumers" },
  comes: comes({
    given: {
      reason: "it deletes messages one by one, and none comes back",
      notices: ["operators"],
      todo: "see that it is the one who decides what may go",
    },
    taken: {
      reason: "its next deletion is refused with an error",
      notices: ["operators"],
      todo: "see that another user deletes what is done with",
    },
    unheld: {
      reason: "nobody can delete single messages any more; they stay until the stream removes them",
      notices: ["operators"],
      todo: "say who deletes what is done with",
    },
  }),
};
