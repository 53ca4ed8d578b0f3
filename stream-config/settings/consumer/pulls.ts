import { optionalSize } from "../codec";
import { field } from "../place";
import { always } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration, size } from "../value";
import { kept, replaced } from "./verdicts";

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
    change: always(kept),
    samples: [10, 100],
  }),
  maxExpires: setting({
    api: field("max_expires"),
    value: duration("Longest wait of one pull. Default no limit."),
    absent: unset,
    change: always(kept),
    samples: ["10s", "1m"],
  }),
  maxRequestBytes: setting({
    api: field("max_bytes"),
    value: size('Most bytes of one pull, decimal, e.g. "1MB". Default no limit.', optionalSize),
    absent: unset,
    change: always(kept),
    samples: ["1MB", "2MB"],
  }),
  headersOnly: switchSetting({
    api: "headers_only",
    description: "Without the payload.",
    change: always(kept),
  }),
  replayPolicy: setting({
    api: field("replay_policy"),
    value: choice(["instant", "original"], "At once, or at the pace they were stored with."),
    absent: usually("instant"),
    change: always(replaced),
    samples: ["instant", "original"],
  }),
};
