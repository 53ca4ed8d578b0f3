import { stream } from "../support";
import type { Case } from "./case";

type Settings = Readonly<Record<string, unknown>>;

/** A change of a stream's settings. */
function change(
  title: string,
  from: Settings,
  to: Settings,
  status: Case["status"],
  ...says: string[]
): Case {
  return {
    title,
    from: { streams: [{ ...stream, ...from }] },
    to: { streams: [{ ...stream, ...to }] },
    says,
    status,
  };
}

function not(given: Case, ...words: string[]): Case {
  return { ...given, not: words };
}

const deletes = ["deleted at once", "acknowledgeDataLoss"];
const copy = "`replicas`";

/** Settings of streams, with each value that means "no limit". */
export const streamCases: readonly Case[] = [
  not(
    change(
      "an age where there was none",
      { maxAge: "0s" },
      { maxAge: "7d" },
      3,
      "Messages older than 7d",
      "maxAge none -> 7d",
      'not set → `"7d"`',
    ),
    "Safe",
  ),
  not(
    change(
      "no age, written 0s",
      { maxAge: "7d" },
      { maxAge: "0s" },
      0,
      "stay until another limit removes them",
      "Safe",
    ),
    ...deletes,
  ),
  not(
    change(
      "no age, written 0ms",
      { maxAge: "7d" },
      { maxAge: "0ms" },
      0,
      "stay until another limit removes them",
    ),
    ...deletes,
  ),
  not(
    change(
      "no age, left out",
      { maxAge: "7d" },
      { maxAge: undefined },
      0,
      "not set",
      "stay until another limit",
    ),
    ...deletes,
  ),
  change(
    "no limit at all",
    {},
    { maxAge: "0s", maxMessages: -1, maxBytes: "0B" },
    3,
    "grows until the disk is full",
    "Weakens the service",
  ),
  change(
    "a lower age",
    {},
    { maxAge: "1d" },
    3,
    "Messages older than 1d are deleted",
    "readers (`billing`)",
    'acknowledgeDataLoss: ["maxAge 7d -> 1d"]',
  ),
  not(change("a higher age", {}, { maxAge: "14d" }, 0, "stay for longer", "personal data"), ...deletes),
  change(
    "a number of messages where there was none",
    { maxMessages: 0 },
    { maxMessages: 500 },
    3,
    "beyond 500",
    ...deletes,
  ),
  change(
    "a number of messages where there was none, -1",
    { maxMessages: -1 },
    { maxMessages: 500 },
    3,
    "maxMessages none -> 500",
  ),
  not(change("no number of messages, 0", {}, { maxMessages: 0 }, 0, "not set"), ...deletes),
  not(change("no number of messages, -1", {}, { maxMessages: -1 }, 0, "not set"), ...deletes),
  change("fewer messages", {}, { maxMessages: 500 }, 3, "maxMessages 1000 -> 500"),
  not(
    change(
      "fewer messages, refusing new ones",
      { discard: "new" },
      { discard: "new", maxMessages: 500 },
      3,
      "refused with an error",
      "publishers (`shop`)",
    ),
    ...deletes,
  ),
  change("more messages", {}, { maxMessages: 2_000 }, 0, "so do more of those that come"),
  change("fewer bytes", {}, { maxBytes: "500kB" }, 3, "beyond 500kB"),
  not(change("no bytes, 0B", {}, { maxBytes: "0B" }, 0, "not set"), ...deletes),
  change("bytes where there were none", { maxBytes: "0B" }, { maxBytes: "1MB" }, 3, "maxBytes none -> 1MB"),
  change("a number for each subject", {}, { maxMessagesPerSubject: 10 }, 3, "of each subject beyond 10"),
  change(
    "no number for each subject",
    { maxMessagesPerSubject: 10 },
    { maxMessagesPerSubject: 0 },
    3,
    "push out the messages of all others",
  ),
  change(
    "a smaller message",
    {},
    { maxMessageSize: "8kB" },
    3,
    "larger than 8kB is refused",
    "publishers (`shop`)",
  ),
  change(
    "no size of a message",
    { maxMessageSize: "8kB" },
    { maxMessageSize: "0B" },
    0,
    "Messages of any size",
  ),
  change("fewer consumers", {}, { maxConsumers: 1 }, 3, "another is refused"),
  change(
    "one copy",
    {},
    { replicas: 1 },
    3,
    "One server alone",
    "when its disk fails all are lost",
    "no message can be stored",
    copy,
  ),
  change("one copy, left out", {}, { replicas: undefined }, 3, "One server alone"),
  change("one copy, written 0", {}, { replicas: 0 }, 3, "One server alone"),
  not(
    change("two copies", {}, { replicas: 2 }, 3, "goes on while none of them is down", "all 2 disks"),
    "one server alone",
  ),
  not(change("five copies", {}, { replicas: 5 }, 0, "made in the background"), "Weakens"),
  change("three of five copies", { replicas: 5 }, { replicas: 3 }, 3, "while 1 of them is down"),
  change(
    "a shorter duplicate window",
    {},
    { duplicateWindow: "10s" },
    3,
    "more than 10s later",
    "stored twice",
  ),
  change(
    "the usual duplicate window, shorter than it was",
    { duplicateWindow: "1h" },
    { duplicateWindow: "0s" },
    3,
    "more than 2m later",
  ),
  change("a longer duplicate window", {}, { duplicateWindow: "1h" }, 0, "told for longer"),
  change(
    "new messages refused",
    {},
    { discard: "new" },
    3,
    "refuses new messages with an error",
    "publishers (`shop`)",
  ),
  change("old messages dropped", { discard: "new" }, { discard: "old" }, 3, "The oldest messages beyond"),
  change("rollup allowed", {}, { allowRollup: true }, 3, "can erase the whole stream with one message"),
  change("rollup not allowed any more", { allowRollup: true }, {}, 3, "refused with an error"),
  change(
    "messages that vanish",
    {},
    { allowMessageTtl: true },
    3,
    "vanish before their readers had them",
    "It can never be undone",
  ),
  change("messages that vanish no more", { allowMessageTtl: true }, {}, 4, "can't be undone"),
  change("sealed", {}, { sealed: true }, 3, "Nothing is ever stored in it again", "It can never be undone"),
  change("unsealed", { sealed: true }, {}, 4, "can't be undone"),
  change("no acknowledgement", {}, { noAck: true }, 3, "not told whether a message was stored"),
  change("an acknowledgement", { noAck: true }, {}, 0, "are told again"),
  change(
    "no single deletion",
    {},
    { denyDelete: true },
    3,
    "not even one that should never have been stored",
  ),
  change("no purge", {}, { denyPurge: true }, 3, "can't be emptied any more"),
  change("no direct reads", {}, { allowDirect: false }, 3, "are not answered any more"),
  change("direct reads", { allowDirect: false }, {}, 0, "Any of its servers answers"),
  change(
    "another storage",
    {},
    { storage: "memory" },
    4,
    "can't be changed",
    "declare a new one under another name",
  ),
  change("interest", {}, { retention: "interest" }, 3, "every consumer has acknowledged are deleted"),
  change("a work queue", {}, { retention: "workqueue" }, 4, "can't be changed to or from workqueue"),
  change(
    "another subject",
    {},
    { subjects: ["order.*", "return.*"] },
    0,
    "published to `return.*` is stored",
  ),
  change("compression", {}, { compression: "s2" }, 0, "less room on the disk"),
  change(
    "published again",
    {},
    { republish: { source: "order.placed", destination: "copy.placed" } },
    3,
    "is published again",
  ),
  change(
    "stored elsewhere",
    {},
    { subjectTransform: { source: "order.placed", destination: "order.new" } },
    3,
    "never gets them",
  ),
  change("schedules", {}, { allowSchedules: true, allowRollup: true }, 3, "come later, and again"),
  change("moved", {}, { placement: { tags: ["ssd"] } }, 0, "moves to other servers"),
];
