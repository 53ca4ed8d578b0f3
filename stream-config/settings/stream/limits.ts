import { thousands } from "../../amounts";
import { toBytes, toSeconds } from "../../units";
import type { Properties } from "../codec";
import { field } from "../place";
import { amount, type Say } from "../rules";
import { setting, unset } from "../setting";
import { duration, limit, size } from "../value";
import { losesData, safe, weakens } from "../verdict";

/** A lower limit on the whole stream deletes nothing where a full stream refuses new messages. */
function total<From, To>(reason: (to: To) => string): Say<From, To> {
  return ({ to, whole }) =>
    whole.to.discard === "new"
      ? weakens(
          "stored messages stay, and new ones are refused with an error while there are more than this",
          {
            notices: ["publishers"],
            when: "when a limit is reached",
            todo: "see that publishers try again, or make room first",
          },
        )
      : losesData(reason(to));
}

/** Without a limit it goes on until another one, or the end of the disk. */
function unlimited<From>(others: readonly string[]): Say<From, undefined> {
  return ({ whole }) => (others.some((name) => isSet(whole.to, name)) ? longer : unbounded);
}

function isSet(settings: Properties, name: string): boolean {
  return ![undefined, 0, -1, "0s", "0B"].includes(settings[name] as never);
}

const longer = safe("messages stay until another limit removes them, and personal data in them as long", {
  notices: ["operators"],
});

const unbounded = weakens(
  "nothing removes messages any more: it grows until the disk is full, and then every stream on these servers refuses new ones",
  { notices: ["operators", "publishers"], when: "when a limit is reached", todo: "leave one limit at least" },
);

const more = safe("stored messages stay, and so do more of those that come", { notices: ["operators"] });

/** How old, how many and how large its messages may be. */
export const limits = {
  maxAge: setting({
    api: field("max_age"),
    value: duration('Age at which messages go, e.g. "7d". Default none.'),
    absent: unset,
    change: amount(toSeconds, {
      set: ({ to }) => losesData(tooOld(to)),
      lowered: ({ to }) => losesData(tooOld(to)),
      raised: safe("messages stay for longer, and personal data in them as long; what is gone stays gone", {
        notices: ["operators"],
      }),
      unset: unlimited(["maxMessages", "maxBytes"]),
    }),
    samples: ["1d", "7d"],
  }),
  maxMessages: setting({
    api: field("max_msgs"),
    value: limit("Messages in all."),
    absent: unset,
    change: amount(Number, {
      set: total((to: number) => beyond(thousands(to))),
      lowered: total((to: number) => beyond(thousands(to))),
      raised: more,
      unset: unlimited(["maxAge", "maxBytes"]),
    }),
    samples: [50_000, 100_000],
  }),
  maxBytes: setting({
    api: field("max_bytes"),
    value: size('Size of all messages in decimal units, e.g. "100MB". Default no limit.'),
    absent: unset,
    change: amount(toBytes, {
      set: total(beyond),
      lowered: total(beyond),
      raised: more,
      unset: unlimited(["maxAge", "maxMessages"]),
    }),
    samples: ["50MB", "100MB"],
  }),
  maxMessagesPerSubject: setting({
    api: field("max_msgs_per_subject"),
    value: limit("Messages of each subject."),
    absent: unset,
    change: amount(Number, {
      set: ({ to }) => losesData(ofEach(to)),
      lowered: ({ to }) => losesData(ofEach(to)),
      raised: safe("more messages of each subject stay; what is gone stays gone"),
      unset: weakens("one subject may fill the whole stream, and push out the messages of all others", {
        notices: ["readers"],
        when: "when a limit is reached",
        todo: "keep a limit for each subject where one event type can come in floods",
      }),
    }),
    samples: [10, 20],
  }),
  maxMessageSize: setting({
    api: field("max_msg_size"),
    value: size('Largest message in decimal units, e.g. "64kB". Default no limit.'),
    absent: unset,
    change: amount(toBytes, {
      set: ({ to }) => tooLarge(to),
      lowered: ({ to }) => tooLarge(to),
      raised: safe("larger messages are taken"),
      unset: safe("messages of any size are taken that the servers themselves take"),
    }),
    samples: ["8kB", "64kB"],
  }),
  maxConsumers: setting({
    api: field("max_consumers"),
    value: limit("Consumers that it may have."),
    absent: unset,
    change: amount(Number, {
      set: ({ to }) => full(to),
      lowered: ({ to }) => full(to),
      raised: safe("more consumers can be made"),
      unset: safe("any number of consumers can be made"),
    }),
    samples: [5, 10],
  }),
};

function tooOld(to: string): string {
  return `messages older than ${to} are deleted at once, whether they were read or not`;
}

function beyond(limit: string): string {
  return `the oldest messages beyond ${limit} are deleted at once, whether they were read or not`;
}

function ofEach(to: number): string {
  return `the oldest messages of each subject beyond ${thousands(to)} are deleted at once, whether they were read or not`;
}

function tooLarge(to: string) {
  return weakens(`a message larger than ${to} is refused with an error; larger ones that are stored stay`, {
    notices: ["publishers"],
    when: "from the next message on",
    todo: "compare it with the largest message that is published",
  });
}

function full(to: number) {
  return weakens(`once there are ${thousands(to)} consumers another is refused; those that are there stay`, {
    notices: ["operators"],
    when: "when a limit is reached",
    todo: "count the declared consumers",
  });
}
