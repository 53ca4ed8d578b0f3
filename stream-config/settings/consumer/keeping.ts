import { toSeconds } from "../../units";
import { field } from "../place";
import { always, lowered } from "../rules";
import { setting, unset } from "../setting";
import { switchSetting } from "../switch";
import { count, duration, instant, text } from "../value";
import { safe } from "../verdict";
import { kept, replaced } from "./verdicts";

/** What its servers do: which acks they report, how and how long they keep its position, and whether it delivers. */
export const keeping = {
  sampleFrequency: setting({
    api: field("sample_freq"),
    value: text('Share of acks that are reported, e.g. "30%"', { pattern: "^([+-]?\\d+%?)?$" }),
    absent: unset,
    change: always(kept),
    samples: [undefined, "30%"],
  }),
  inactiveThreshold: setting({
    api: field("inactive_threshold"),
    value: duration("It is deleted when nobody used it for so long. Default never."),
    absent: unset,
    change: lowered(
      toSeconds,
      (to) => `it is deleted, with its position, as soon as nobody has used it for ${to}`,
      kept,
    ),
    samples: ["1h", "24h"],
  }),
  replicas: setting({
    api: field("num_replicas"),
    value: count("Servers that hold its position. Default its stream's.", { maximum: 5 }),
    absent: unset,
    change: always(kept),
    samples: [1, 3],
  }),
  memoryStorage: switchSetting({
    api: "mem_storage",
    description: "Its position is kept in memory only.",
    change: always(replaced),
  }),
  pauseUntil: setting({
    api: field("pause_until"),
    value: instant('It delivers nothing until then, e.g. "2026-01-31T12:00:00Z". Default: it is not paused.'),
    absent: unset,
    change: (_, to) =>
      safe(to === undefined ? "it delivers again at once" : `it delivers nothing until ${to}; messages wait`),
    samples: [undefined, "2026-01-31T12:00:00Z"],
  }),
};
