import { Type } from "typebox";
import { thousands } from "../../amounts";
import { toSeconds } from "../../units";
import { pause } from "../codec";
import { field } from "../place";
import { amount, amountOr, optional } from "../rules";
import { setting, unset, usually } from "../setting";
import { duration, limit, limitUsually, list } from "../value";
import { safe, weakens } from "../verdict";

const usualWait = "30s";

/** A message is delivered again while somebody still works on it. */
function hurried(wait: string) {
  return weakens(
    `work on a message that takes longer than ${wait} is done twice: by then it is delivered again`,
    {
      notices: ["readers"],
      when: "from the next message on",
      todo: "compare it with the slowest work of its clients, or have them say that they still work",
    },
  );
}

/** The first wait says how long work may take; later ones how soon what failed is tried again. */
function waits(from: string, to: string) {
  if (toSeconds(to) < toSeconds(from)) return hurried(to);
  return safe(`a message without an ack comes again after ${to} first, and then after the times given`, {
    notices: ["readers"],
  });
}

function first(times: readonly string[] | undefined, ackWait: unknown): string {
  return times?.[0] ?? (typeof ackWait === "string" ? ackWait : usualWait);
}

/** How long a message may go without an ack, how often it comes again, and how many are in flight. */
export const acks = {
  ackWait: setting({
    api: field("ack_wait"),
    value: duration('Time until a message without an ack comes again. Default "30s".'),
    absent: usually(usualWait),
    change: amountOr(toSeconds, () => usualWait, {
      lowered: ({ to }) => hurried(to),
      raised: ({ to }) =>
        safe(`a message whose client failed is tried again after ${to}, later than before`, {
          notices: ["readers"],
          when: "when a client fails or is away",
        }),
    }),
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
    change: optional<readonly string[]>({
      set: ({ to, whole }) => waits(first(undefined, whole.from.ackWait), first(to, whole.to.ackWait)),
      changed: ({ from, to, whole }) => waits(first(from, whole.from.ackWait), first(to, whole.to.ackWait)),
      unset: ({ from, whole }) => waits(first(from, whole.from.ackWait), first(undefined, whole.to.ackWait)),
    }),
    samples: [undefined, ["1s", "10s"]],
    beside: { ackWait: "1s" },
  }),
  maxDeliver: setting({
    api: field("max_deliver"),
    value: limit("Deliveries of one message."),
    absent: unset,
    change: amount(Number, {
      set: ({ to }) => givenUp(to),
      lowered: ({ to }) => givenUp(to),
      raised: ({ to }) =>
        safe(
          `a message that can't be handled is tried ${thousands(to)} times; one that was given up does not come back`,
        ),
      unset: weakens("a message that can't be handled comes again for ever, and is never given up", {
        notices: ["readers", "operators"],
        when: "when a client fails or is away",
        todo: "keep a number, so that it becomes a dead letter that somebody looks at",
      }),
    }),
    samples: [5, 10],
  }),
  maxAckPending: setting({
    api: field("max_ack_pending"),
    value: limitUsually(1_000, "Messages in flight without an ack; -1 for no limit."),
    absent: usually(1_000),
    change: amount(Number, {
      set: ({ to }) => fewer(to),
      lowered: ({ to }) => fewer(to),
      raised: safe("its clients may work on more messages at once, and more come again when one fails"),
      unset: weakens("nothing bounds how many messages its clients hold, and come again when they fail", {
        notices: ["readers"],
        when: "when a client fails or is away",
        todo: "keep a number that its clients can work off within ackWait",
      }),
    }),
    samples: [100, 1_000],
  }),
};

function givenUp(deliveries: number) {
  return weakens(
    `a message that was delivered ${thousands(deliveries)} times without an ack is given up: an outage of what its clients need may last less long than before`,
    {
      notices: ["readers", "operators"],
      when: "when a client fails or is away",
      undo: "setting it back ends it, and what happened meanwhile stays",
      todo: "see that ackWait times maxDeliver is longer than such an outage",
    },
  );
}

function fewer(inFlight: number) {
  return weakens(
    `once ${thousands(inFlight)} messages are without an ack, its clients get no more: together they may be slower than before`,
    {
      notices: ["readers"],
      todo: "keep more than its clients work on at the same time",
    },
  );
}
