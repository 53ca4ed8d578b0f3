import { Type } from "typebox";
import { plain as same } from "../codec";
import { namePattern } from "../names";
import { field } from "../place";
import { remarks } from "../remarks";
import { always, type Rule } from "../rules";
import { required, setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, list, plain } from "../value";
import { losesData, refused, safe } from "../verdict";
import { stays } from "./stays";

const filterable = { schema: Type.String({ minLength: 1 }), codec: same };

const changeOfSubjects: Rule<readonly string[]> = (from = [], to = []) => {
  const removed = from.filter((subject) => !to.includes(subject));
  if (removed.length === 0) return stays;
  return safe(`stored messages stay, but publishing ${removed.join(", ")} fails from now on`);
};

const changeOfRetention: Rule<string> = (from, to) => {
  if (from === "workqueue" || to === "workqueue") {
    return refused("the retention of a stream can't be changed to or from workqueue");
  }
  if (to !== "interest") return stays;
  return losesData("messages that every consumer has acknowledged are deleted; without a consumer, all are");
};

/** A stream that refuses new messages may hold more than a limit that was lowered meanwhile. */
const changeOfDiscard: Rule<string> = (_, to, whole) => {
  if (to === "new") return safe("a full stream refuses new messages");
  if (whole.to.maxMessages === undefined && whole.to.maxBytes === undefined)
    return safe("a full stream drops its oldest messages");
  return losesData(
    "the oldest messages beyond maxMessages and maxBytes, if there are any, are deleted at once",
  );
};

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
    change: changeOfSubjects,
    samples: [["orders.*"], ["orders.*", "returns.*"]],
  }),
  retention: setting({
    api: field("retention"),
    value: choice(
      ["limits", "interest", "workqueue"],
      "What removes messages beside the limits: nothing, all consumers' acks, or one ack.",
    ),
    absent: usually("limits"),
    change: changeOfRetention,
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
    change: changeOfDiscard,
    samples: ["old", "new"],
  }),
  discardNewPerSubject: switchSetting({
    api: "discard_new_per_subject",
    description: "A full subject refuses new messages; needs discard new and maxMessagesPerSubject.",
    change: always(stays),
    beside: { discard: "new", maxMessagesPerSubject: 1_000 },
  }),
};
