import { thousands } from "../../amounts";
import { toBytes, toSeconds } from "../../units";
import { field } from "../place";
import { always, lowered, type Rule } from "../rules";
import { setting, unset } from "../setting";
import { duration, limit, size } from "../value";
import { safe } from "../verdict";
import { stays } from "./stays";

/** A lower limit on the whole stream deletes nothing where a full stream refuses new messages. */
function total<Value>(amount: (value: Value) => number, reason: (to: Value) => string): Rule<Value> {
  const rule = lowered(amount, reason, stays);
  return (from, to, whole) => {
    const verdict = rule(from, to, whole);
    const keeps = verdict.effect === "losesData" && whole.to.discard === "new";
    return keeps ? safe("stored messages stay, and new ones are refused until there is room") : verdict;
  };
}

/** How old, how many and how large its messages may be. */
export const limits = {
  maxAge: setting({
    api: field("max_age"),
    value: duration('Age at which messages go, e.g. "7d". Default none.'),
    absent: unset,
    change: lowered(toSeconds, (to) => `messages older than ${to} are deleted at once`, stays),
    samples: ["1d", "7d"],
  }),
  maxMessages: setting({
    api: field("max_msgs"),
    value: limit("Messages in all."),
    absent: unset,
    change: total(Number, (to) => `the oldest messages beyond ${thousands(to)} are deleted at once`),
    samples: [50_000, 100_000],
  }),
  maxBytes: setting({
    api: field("max_bytes"),
    value: size('Size of all messages in decimal units, e.g. "100MB". Default no limit.'),
    absent: unset,
    change: total(toBytes, (to) => `the oldest messages beyond ${to} are deleted at once`),
    samples: ["50MB", "100MB"],
  }),
  maxMessagesPerSubject: setting({
    api: field("max_msgs_per_subject"),
    value: limit("Messages of each subject."),
    absent: unset,
    change: lowered(
      Number,
      (to) => `the oldest messages of each subject beyond ${thousands(to)} are deleted at once`,
      stays,
    ),
    samples: [10, 20],
  }),
  maxMessageSize: setting({
    api: field("max_msg_size"),
    value: size('Largest message in decimal units, e.g. "64kB". Default no limit.'),
    absent: unset,
    change: always(safe("larger messages that are stored stay")),
    samples: ["8kB", "64kB"],
  }),
  maxConsumers: setting({
    api: field("max_consumers"),
    value: limit("Consumers that it may have."),
    absent: unset,
    change: always(safe("consumers that are there stay")),
    samples: [5, 10],
  }),
};
