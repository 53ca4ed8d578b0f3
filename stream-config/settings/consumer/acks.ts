import { Type } from "typebox";
import { pause } from "../codec";
import { field } from "../place";
import { always } from "../rules";
import { setting, unset, usually } from "../setting";
import { duration, limit, limitUsually, list } from "../value";
import { kept } from "./verdicts";

/** How long a message may go without an ack, how often it comes again, and how many are in flight. */
export const acks = {
  ackWait: setting({
    api: field("ack_wait"),
    value: duration('Time until a message without an ack comes again. Default "30s".'),
    absent: usually("30s"),
    change: always(kept),
    samples: ["30s", "1m"],
  }),
  backoff: setting({
    api: field("backoff"),
    value: list(
      { schema: Type.String(), codec: pause },
      {
        description:
          "Times until the first, second … further delivery; the first is ackWait. Default ackWait each.",
      },
    ),
    absent: unset,
    change: always(kept),
    samples: [undefined, ["1s", "10s"]],
    beside: { ackWait: "1s" },
  }),
  maxDeliver: setting({
    api: field("max_deliver"),
    value: limit("Deliveries of one message."),
    absent: unset,
    change: always(kept),
    samples: [5, 10],
  }),
  maxAckPending: setting({
    api: field("max_ack_pending"),
    value: limitUsually(1_000, "Messages in flight without an ack; -1 for no limit."),
    absent: usually(1_000),
    change: always(kept),
    samples: [100, 1_000],
  }),
};
