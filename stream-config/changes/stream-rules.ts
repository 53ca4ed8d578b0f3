import { thousands } from "../amounts";
import { toBytes, toSeconds } from "../units";
import { losesData, refused, safe, type Verdict } from "./change";
import type { StreamSettings } from "./stream-settings";

/** Judges a change of one field; undefined stands for "not set". */
export type Rule<Value> = (
  from: Value,
  to: Value,
  stream: { readonly from: StreamSettings; readonly to: StreamSettings },
) => Verdict;

type Rules = { readonly [Field in keyof Required<StreamSettings>]: Rule<StreamSettings[Field]> };

/** What nats-server does with a change of each field, as it was measured with version 2.15.2. */
export const streamRules: Rules = {
  name: always(refused("a stream can't be renamed")),
  description: always(safe("it is a note")),
  subjects: (from = [], to = []) => removedSubjects(from.filter((subject) => !to.includes(subject))),
  retention: retention,
  storage: always(refused("the storage of a stream can't be changed")),
  discard: (_, to, stream) => discard(to, stream.to),
  discardNewPerSubject: always(safe("stored messages stay")),
  maxAge: lowered(toSeconds, (to) => `messages older than ${to} are deleted at once`),
  maxMessages: total(Number, (to) => `the oldest messages beyond ${thousands(to)} are deleted at once`),
  maxBytes: total(toBytes, (to) => `the oldest messages beyond ${to} are deleted at once`),
  maxMessagesPerSubject: lowered(
    Number,
    (to) => `the oldest messages of each subject beyond ${thousands(to)} are deleted at once`,
  ),
  maxMessageSize: always(safe("larger messages that are stored stay")),
  maxConsumers: always(safe("consumers that are there stay")),
  replicas: always(safe("copies are made or dropped in the background")),
  duplicateWindow: always(safe("ids older than the window are forgotten")),
  compression: always(safe("it applies to what is stored from now on")),
  allowDirect: always(safe("it is about reading only")),
  denyDelete: oneWay("from now on no message can be deleted by itself; this can't be undone"),
  denyPurge: oneWay("from now on the stream can't be purged; this can't be undone"),
  allowRollup: (_, to) =>
    safe(to === true ? "whoever may publish one subject can then erase the stream" : "stored messages stay"),
  allowMessageTtl: oneWay("publishers can then set when their messages vanish; this can't be undone"),
  deleteMarkerTtl: always(safe("stored messages stay")),
  allowCounter: always(refused("a stream is one of counters from the start or never")),
  allowAtomicPublish: always(safe("it is about publishing only")),
  allowBatchPublish: always(safe("it is about publishing only")),
  allowSchedules: oneWay("publishers can then schedule messages; this can't be undone"),
  persistMode: always(refused("the persist mode of a stream can't be changed")),
  sealed: oneWay("from now on nothing is stored, deleted or too old; this can't be undone"),
  noAck: (_, to) =>
    safe(to === true ? "publishers that wait for an acknowledgement then time out" : "stored messages stay"),
  firstSequence: always(safe("it counts for a new stream only")),
  metadata: always(safe("it is a note")),
  republish: always(safe("it applies to what is stored from now on")),
  subjectTransform: always(safe("it applies to what is stored from now on")),
  placement: always(safe("the servers that hold it are chosen anew")),
  mirror: (_, to) =>
    to === undefined
      ? safe("it becomes a stream of its own; its messages stay")
      : refused("what a stream mirrors can't be added or changed"),
  sources: always(safe("copied messages stay")),
  consumerLimits: always(safe("it is refused when a consumer exceeds them")),
};

function always(verdict: Verdict): Rule<unknown> {
  return () => verdict;
}

/** A switch that can be turned on only. */
function oneWay(on: string): Rule<boolean | undefined> {
  return (_, to) => (to === true ? safe(on) : refused("this can't be undone"));
}

/** A lower limit deletes what is above it, a higher one brings nothing back. Not set means no limit. */
function lowered<Value>(
  amount: (value: Value) => number,
  reason: (to: Value) => string,
): Rule<Value | undefined> {
  return (from, to) => {
    if (to === undefined || (from !== undefined && amount(from) <= amount(to))) {
      return safe("stored messages stay");
    }
    return losesData(reason(to));
  };
}

/** A lower limit on the whole stream deletes nothing where a full stream refuses new messages. */
function total<Value>(
  amount: (value: Value) => number,
  reason: (to: Value) => string,
): Rule<Value | undefined> {
  const rule = lowered(amount, reason);
  return (from, to, stream) => {
    const verdict = rule(from, to, stream);
    const keeps = verdict.effect === "losesData" && stream.to.discard === "new";
    return keeps ? safe("stored messages stay, and new ones are refused until there is room") : verdict;
  };
}

function removedSubjects(removed: readonly string[]): Verdict {
  if (removed.length === 0) return safe("stored messages stay");
  return safe(`stored messages stay, but publishing ${removed.join(", ")} fails from now on`);
}

/** A stream that refuses new messages may hold more than a limit that was lowered meanwhile. */
function discard(to: string | undefined, { maxMessages, maxBytes }: StreamSettings): Verdict {
  if (to === "new") return safe("a full stream refuses new messages");
  if (maxMessages === undefined && maxBytes === undefined)
    return safe("a full stream drops its oldest messages");
  return losesData(
    "the oldest messages beyond maxMessages and maxBytes, if there are any, are deleted at once",
  );
}

function retention(from: string | undefined, to: string | undefined): Verdict {
  if (from === "workqueue" || to === "workqueue") {
    return refused("the retention of a stream can't be changed to or from workqueue");
  }
  if (to !== "interest") return safe("stored messages stay");
  return losesData("messages that every consumer has acknowledged are deleted; without a consumer, all are");
}
