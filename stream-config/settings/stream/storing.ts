import { field } from "../place";
import { always } from "../rules";
import { setting, unset, usually } from "../setting";
import { switchSetting } from "../switch";
import { choice, count, duration } from "../value";
import { safe } from "../verdict";

/** How its servers keep and serve what it holds. */
export const storing = {
  replicas: setting({
    api: field("num_replicas"),
    value: count("Servers that hold a copy. Default 1.", { maximum: 5 }),
    absent: usually(1),
    change: always(safe("copies are made or dropped in the background")),
    samples: [1, 3],
  }),
  /** Its default depends on maxAge. */
  duplicateWindow: setting({
    api: field("duplicate_window"),
    value: duration(
      'How long a Nats-Msg-Id is remembered. Default "2m", or maxAge when smaller; none with mirror or sources.',
    ),
    absent: unset,
    change: always(safe("ids older than the window are forgotten")),
    samples: ["2m", "10m"],
  }),
  compression: setting({
    api: field("compression"),
    value: choice(["none", "s2"], "Of the files."),
    absent: usually("none"),
    change: always(safe("it applies to what is stored from now on")),
    samples: ["none", "s2"],
  }),
  allowDirect: switchSetting({
    api: "allow_direct",
    description: "Any replica answers reads.",
    change: always(safe("it is about reading only")),
  }),
};
