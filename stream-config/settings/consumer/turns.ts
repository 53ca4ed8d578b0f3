import { Type } from "typebox";
import { plain as same } from "../codec";
import { field } from "../place";
import { always } from "../rules";
import { setting, unset, usually } from "../setting";
import { choice, duration, list } from "../value";
import { kept } from "./verdicts";

const group = { schema: Type.String({ pattern: "^[a-zA-Z0-9/_=-]{1,16}$" }), codec: same };

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
    change: always(kept),
    samples: ["overflow", "prioritized"],
    beside: { priorityGroups: ["one"] },
  }),
  priorityGroups: setting({
    api: field("priority_groups"),
    value: list(group, { description: "Names that a pull gives to be served by the policy" }),
    absent: unset,
    change: always(kept),
    samples: [["one"], ["two"]],
    beside: { priorityPolicy: "overflow" },
  }),
  priorityTimeout: setting({
    api: field("priority_timeout"),
    value: duration('How long a silent client stays pinned. Default "2m" with pinned_client.'),
    absent: unset,
    change: always(kept),
    samples: ["1m", "2m"],
    beside: { priorityPolicy: "overflow", priorityGroups: ["one"] },
  }),
};
