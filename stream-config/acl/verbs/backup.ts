import type { StreamDefinition } from "../../streams/stream";
import type { DeclaredStream } from "../declared";
import { type RequestSubject, request } from "../requests";
import { comes } from "./comes";
import { undeclaredStream } from "./problems";
import type { Verb } from "./verb";

export interface Backup {
  readonly verb: "backup";
  readonly stream: StreamDefinition;
}

/**
 * Copy the whole stream, and put a copy back where there is none. It reads every message, and can store any: no message
 * of a copy has to come from a publisher.
 */
export function backup(stream: DeclaredStream): Backup {
  return { verb: "backup", stream };
}

export const backupVerb: Verb<Backup> = {
  meaning: "copies the whole stream, and puts a copy back where there is none",
  sample: ({ stream }) => ({ verb: "backup", stream }),
  // The server delivers a copy, and takes one, only there: what crosses accounts gets a header, which would become part of it.
  account: { of: "streams", who: "a user that backs up" },
  subjects: ({ stream }) => ({
    publishes: [],
    subscribes: [],
    requests: [
      request("STREAM.INFO", stream.name),
      request("STREAM.SNAPSHOT", stream.name),
      request("STREAM.RESTORE", stream.name),
      ...pieces(stream),
    ],
  }),
  durables: () => [],
  declares: false,
  problems: ({ stream }, declared) => undeclaredStream(stream, declared),
  operation: () => ({ action: "receive", events: [] }),
  reads: { what: "stream", way: "by copying the whole stream" },
  acts: {
    on: "stream and consumers",
    deed: (stream) => `restore ${stream} from a copy, with any messages in it`,
  },
  told: { by: "stream", call: "STREAM.SNAPSHOT", ofConsumers: "no consumers" },
  comes: comes({
    given: {
      reason: "it gets every message, and can put a stream back with messages that no publisher sent",
      notices: ["operators"],
      todo: "see that its key is kept as those of publishers are",
    },
    taken: {
      reason: "its next snapshot is refused with an error",
      notices: ["operators"],
      todo: "see that another user takes them",
    },
    unheld: {
      reason: "nobody can take a snapshot any more: what is lost from then on has no copy",
      notices: ["operators"],
      todo: "say who takes snapshots",
    },
  }),
};

/** To acknowledge the pieces of a copy, which come to the user's inbox; to send those of one that is put back. */
function pieces({ name }: StreamDefinition): readonly RequestSubject[] {
  return [
    { subject: `$JS.SNAPSHOT.ACK.${name}.>`, reply: "single", trial: "never" },
    { subject: `$JS.SNAPSHOT.RESTORE.${name}.*`, reply: "single", trial: "never" },
  ];
}
