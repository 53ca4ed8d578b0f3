import { toSeconds } from "../../units";
import type { Properties } from "../codec";
import { field } from "../place";
import { amountOr, chosen } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration } from "../value";
import { safe, weakens } from "../verdict";

const usualWindow = "2m";

/** The server's own: no longer than messages stay. */
function windowOf({ maxAge }: Properties): string {
  const age = typeof maxAge === "string" ? toSeconds(maxAge) : 0;
  return age > 0 && age < toSeconds(usualWindow) ? String(maxAge) : usualWindow;
}

/** What remains of a stream's safety. More than half of its servers have to be up. */
function fewerCopies(to: number): string {
  if (to === 1)
    return "one server alone has it: while that is down no message can be stored or read, and when its disk fails all are lost";
  const spare = Math.ceil(to / 2) - 1;
  return `${to} servers have it: it goes on while ${spare === 0 ? "none" : spare} of them ${spare > 1 ? "are" : "is"} down, and is lost when all ${to} disks fail`;
}

/** How its servers keep and serve what it holds. */
export const storing = {
  replicas: setting({
    api: field("num_replicas"),
    value: count("Servers that hold a copy. Default 1.", { maximum: 5 }),
    absent: usually(1),
    change: amountOr(Number, () => 1, {
      raised: safe("copies are made in the background, and protect it once they are complete"),
      lowered: ({ to }) =>
        weakens(fewerCopies(to), {
          notices: ["publishers", "readers", "operators"],
          when: "when a server fails",
          todo: "keep 3 where its messages matter",
        }),
    }),
    samples: [1, 3],
  }),
  /** Its default depends on maxAge. */
  duplicateWindow: setting({
    api: field("duplicate_window"),
    value: duration(
      'How long a Nats-Msg-Id is remembered. Default "2m", or maxAge when smaller; none with mirror or sources.',
    ),
    absent: unset,
    change: amountOr(toSeconds, windowOf, {
      raised: safe("a message that is sent again is told for longer, for a little more memory"),
      lowered: ({ to }) =>
        weakens(
          `a message that its publisher sends again more than ${to} later, as after an outage, is stored twice, and its readers get it twice`,
          {
            notices: ["readers"],
            when: "when a client fails or is away",
            todo: "keep it longer than publishers try again, or see that readers tell duplicates by the message's id",
          },
        ),
    }),
    samples: ["2m", "10m"],
  }),
  compression: setting({
    api: field("compression"),
    value: choice(["none", "s2"], "Of the files."),
    absent: usually("none"),
    change: chosen<"none" | "s2">({
      none: safe("what is stored from now on takes more room on the disk, and less work", {
        notices: ["operators"],
      }),
      s2: safe("what is stored from now on takes less room on the disk, and more work", {
        notices: ["operators"],
      }),
    }),
    samples: ["none", "s2"],
  }),
  allowDirect: switchSetting({
    api: "allow_direct",
    description: "Any replica answers reads.",
    on: safe("any of its servers answers reads by sequence or subject, perhaps a moment behind"),
    off: weakens(
      "reads by sequence or subject are not answered any more: who replays stored messages, or looks up dead letters, gets an error",
      { notices: ["readers"], todo: "take the grants to replay it away first" },
    ),
  }),
};
