import { Type } from "typebox";
import { plain as same } from "../codec";
import { namePattern } from "../names";
import { field } from "../place";
import { remarks } from "../remarks";
import { always, chosen, listed, missing } from "../rules";
import { required, setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, list, plain } from "../value";
import { losesData, refused, safe, type Verdict, weakens } from "../verdict";

const filterable = { schema: Type.String({ minLength: 1 }), codec: same };

function named(subjects: readonly string[]): string {
  return subjects.map((subject) => `\`${subject}\``).join(", ");
}

/** Subjects that it stores no more. */
function dropped(from: readonly string[], to: readonly string[]): Verdict {
  const names = named(missing(from, to));
  return weakens(
    `what is published to ${names} is not stored any more: who waits for an acknowledgement gets an error, who does not loses the message unseen. What is stored stays`,
    {
      notices: ["publishers", "readers"],
      when: "from the next message on",
      todo: "move its publishers first",
    },
  );
}

const workqueue = refused("the retention of a stream can't be changed to or from workqueue");

const refusing = weakens(
  "a full stream refuses new messages with an error, and keeps its oldest; a publisher that doesn't try again loses them",
  {
    notices: ["publishers"],
    when: "when a limit is reached",
    todo: "see that publishers try again, and watch how full it is",
  },
);

/** What a stream is called, which messages it stores, and what removes them. */
export const contents = {
  name: setting({
    api: field("name"),
    value: plain({ pattern: namePattern, description: "Name of the stream" }),
    absent: required,
    change: always(refused("a stream can't be renamed")),
    samples: ["orders", "purchases"],
  }),
  ...remarks,
  subjects: setting({
    api: field("subjects"),
    value: list(filterable, {
      description: "Subjects that it stores, e.g. auth.user.*; only a copy of other streams has none.",
    }),
    absent: unset,
    change: listed<string>({
      added: ({ from, to }) =>
        safe(`what is published to ${named(missing(to, from ?? []))} is stored from now on`),
      removed: ({ from, to }) => dropped(from, to ?? []),
      exchanged: ({ from, to }) => dropped(from, to),
      reordered: safe("it is the same list in another order"),
    }),
    samples: [["orders.*"], ["orders.*", "returns.*"]],
  }),
  retention: setting({
    api: field("retention"),
    value: choice(
      ["limits", "interest", "workqueue"],
      "What removes messages beside the limits: nothing, all consumers' acks, or one ack.",
    ),
    absent: usually("limits"),
    change: chosen<"limits" | "interest" | "workqueue">({
      limits: ({ from }) =>
        from === "workqueue"
          ? workqueue
          : safe("messages stay when every consumer has acknowledged them, until a limit removes them"),
      interest: ({ from }) =>
        from === "workqueue"
          ? workqueue
          : losesData(
              "messages that every consumer has acknowledged are deleted; without a consumer, all are",
            ),
      workqueue,
    }),
    samples: ["interest", "limits"],
  }),
  storage: setting({
    api: field("storage"),
    value: choice(["file", "memory"]),
    absent: usually("file"),
    change: always(refused("the storage of a stream can't be changed")),
    samples: ["file", "memory"],
  }),
  discard: setting({
    api: field("discard"),
    value: choice(["old", "new"], "What goes when a limit is reached."),
    absent: usually("old"),
    change: chosen<"old" | "new">({
      new: refusing,
      // One that refused new messages may hold more than a limit that was lowered meanwhile.
      old: ({ whole: { to } }) =>
        to.maxMessages === undefined && to.maxBytes === undefined
          ? safe("it has no limit that would make it drop its oldest messages")
          : losesData(
              "the oldest messages beyond maxMessages and maxBytes, if there are any, are deleted at once, and from now on whenever it is full, read or not",
            ),
    }),
    samples: ["old", "new"],
  }),
  discardNewPerSubject: switchSetting({
    api: "discard_new_per_subject",
    description: "A full subject refuses new messages; needs discard new and maxMessagesPerSubject.",
    on: weakens("a subject that is full refuses new messages with an error, and keeps its oldest", {
      notices: ["publishers"],
      when: "when a limit is reached",
      todo: "see that publishers try again",
    }),
    off: weakens("a subject that is full drops its oldest messages, whether they were read or not", {
      notices: ["readers"],
      when: "when a limit is reached",
      todo: "see that its readers keep up",
    }),
    beside: { discard: "new", maxMessagesPerSubject: 1_000 },
  }),
};
