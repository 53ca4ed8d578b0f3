import type { StreamDefinition } from "../../streams/stream";
import type { CopiesStream } from "../declared";
import { request } from "../requests";
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
    openly: "STREAM.MSG.DELETE",
  },
  told: { by: "stream", call: "STREAM.MSG.DELETE", ofConsumers: "no consumers" },
};
