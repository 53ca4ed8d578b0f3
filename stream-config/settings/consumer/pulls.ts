import { toBytes, toSeconds } from "../../units";
import { optionalSize } from "../codec";
import { field } from "../place";
import { always, amount } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration, size } from "../value";
import { safe, weakens } from "../verdict";
import { replaced } from "./replaced";

/** A limit on what a client may ask for. */
function limitOfPulls<Value extends string | number>(amountOf: (value: Value) => number, what: string) {
  const refuses = (to: Value) =>
    weakens(`a client that asks for ${what} than ${to} gets an error instead of messages`, {
      notices: ["readers"],
      when: "from the next message on",
      todo: "compare it with what its clients ask for",
    });
  return amount<Value>(amountOf, {
    set: ({ to }) => refuses(to),
    lowered: ({ to }) => refuses(to),
    raised: safe("its clients may ask for more"),
    unset: safe("its clients may ask for as much as they like"),
  });
}

/** What its clients may ask for, and what they get. */
export const pulls = {
  maxWaiting: setting({
    api: field("max_waiting"),
    value: count("Pulls that wait. Default 512."),
    absent: usually(512),
    change: always(replaced),
    samples: [512, 1_024],
  }),
  maxBatch: setting({
    api: field("max_batch"),
    value: count("Most messages of one pull. Default no limit."),
    absent: unset,
    change: limitOfPulls(Number, "more messages at once"),
    samples: [10, 100],
  }),
  maxExpires: setting({
    api: field("max_expires"),
    value: duration("Longest wait of one pull. Default no limit."),
    absent: unset,
    change: limitOfPulls(toSeconds, "a longer wait"),
    samples: ["10s", "1m"],
  }),
  maxRequestBytes: setting({
    api: field("max_bytes"),
    value: size('Most bytes of one pull, decimal, e.g. "1MB". Default no limit.', optionalSize),
    absent: unset,
    change: limitOfPulls(toBytes, "more bytes at once"),
    samples: ["1MB", "2MB"],
  }),
  headersOnly: switchSetting({
    api: "headers_only",
    description: "Without the payload.",
    on: weakens("its clients get headers alone, and nothing of what happened", {
      notices: ["readers"],
      when: "from the next message on",
      todo: "ask its readers whether headers are enough",
    }),
    off: weakens("its clients get the data of messages too, personal data included, where they got headers", {
      notices: ["readers"],
      when: "from the next message on",
      todo: "see that they may have it",
    }),
  }),
  replayPolicy: setting({
    api: field("replay_policy"),
    value: choice(["instant", "original"], "At once, or at the pace they were stored with."),
    absent: usually("instant"),
    change: always(replaced),
    samples: ["instant", "original"],
  }),
};
