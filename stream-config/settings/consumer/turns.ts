import { Type } from "typebox";
import { toSeconds } from "../../units";
import { plain as same } from "../codec";
import { field } from "../place";
import { amountOr, chosen, optional } from "../rules";
import { setting, unset, usually } from "../setting";
import { choice, duration, list } from "../value";
import { safe, weakens } from "../verdict";

const group = { schema: Type.String({ pattern: "^[a-zA-Z0-9/_=-]{1,16}$" }), codec: same };

/** Clients of before don't say which group they are of. */
function grouped(how: string) {
  return weakens(`${how}. A client that does not name its group gets an error instead of messages`, {
    notices: ["readers"],
    when: "from the next message on",
    todo: "let its clients name their group first",
  });
}

const otherGroups = grouped("its clients are served by these groups");

/**
 * Which of its clients is served first.
 * https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-42.md
 */
export const turns = {
  priorityPolicy: setting({
    api: field("priority_policy"),
    value: choice(
      ["none", "overflow", "pinned_client", "prioritized"],
      "Which of its clients gets a message first; needs priorityGroups.",
      { unsaid: "none" },
    ),
    absent: usually("none"),
    change: chosen<"none" | "overflow" | "pinned_client" | "prioritized">({
      none: weakens(
        "its clients share its messages: two of them may work on the same person's at once, in any order",
        {
          notices: ["readers"],
          when: "from the next message on",
          todo: "see that its clients don't rely on the order of messages",
        },
      ),
      overflow: grouped("a client gets messages only while as many wait as it asks for"),
      pinned_client: grouped("one of its clients gets all messages, until it is silent; the others wait"),
      prioritized: grouped("a client gets messages only while none of a higher priority asks for them"),
    }),
    samples: ["overflow", "prioritized"],
    beside: { priorityGroups: ["one"] },
  }),
  priorityGroups: setting({
    api: field("priority_groups"),
    value: list(group, { description: "Names that a pull gives to be served by the policy" }),
    absent: unset,
    change: optional<readonly string[]>({
      set: otherGroups,
      changed: otherGroups,
      unset: safe("its clients name no group any more"),
    }),
    samples: [["one"], ["two"]],
    beside: { priorityPolicy: "overflow" },
  }),
  priorityTimeout: setting({
    api: field("priority_timeout"),
    value: duration('How long a silent client stays pinned. Default "2m" with pinned_client.'),
    absent: unset,
    change: amountOr(toSeconds, () => "2m", {
      raised: ({ to }) =>
        safe(`messages wait up to ${to} for a client that failed, before another takes its turn`, {
          notices: ["readers"],
          when: "when a client fails or is away",
        }),
      lowered: ({ to }) =>
        weakens(
          `a client that asks for nothing for ${to}, perhaps because it works, loses its turn: two may work at once`,
          {
            notices: ["readers"],
            when: "from the next message on",
            todo: "keep it longer than the slowest work on one message",
          },
        ),
    }),
    samples: ["1m", "2m"],
    beside: { priorityPolicy: "overflow", priorityGroups: ["one"] },
  }),
};
