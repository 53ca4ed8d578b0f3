import { expect, test } from "vitest";
import { consumerSettings, streamSettings, type Verdict } from "../../../stream-config";
import { verbs } from "../../../stream-config/acl/verbs";
import type { Consequence } from "../../../stream-config/consequence";
import { meaningOf, type Setting } from "../../../stream-config/settings/setting";

const whole = { from: {}, to: {} };
const rows = [...Object.entries<Setting>(streamSettings), ...Object.entries<Setting>(consumerSettings)];
const ways = rows.flatMap(([name, setting]) =>
  Object.entries(setting.change.ways).map(
    ([way, say]) => [`${name} ${way}`, verdictOf(setting, way, say)] as const,
  ),
);
const rights = Object.entries(verbs).flatMap(([name, { comes }]) =>
  Object.entries(comes).map(([way, words]) => [`${name} ${way}`, words] as const),
);

/** The words of one way, for the setting's own samples in the order that takes it. */
function verdictOf(setting: Setting, way: string, say: unknown): Verdict {
  if (typeof say !== "function") return say as Verdict;
  const [low, high] = setting.samples.map((sample) => meaningOf(setting, sample) ?? setting.samples[1]);
  const changes = [
    { from: low, to: high, whole },
    { from: high, to: low, whole },
  ];
  return say(changes.find((change) => setting.change.wayOf(change as never) === way) ?? changes[0]);
}

test.each<readonly [string, Consequence]>([...ways, ...rights])(
  "words - of %s, all are there",
  (_, words) => {
    const { reason, notices, todo } = words;
    for (const text of [reason, todo]) {
      expect(text).toMatch(/^[a-z0-9`].*[^.;,: ]$/);
      expect(text).not.toMatch(/undefined|NaN|\[object|null/);
    }
    if (todo !== "nothing") expect(notices).not.toEqual([]);
  },
);

test.each(ways)("words - of %s, what harms says to whom and what to do", (_, { effect, notices, todo }) => {
  if (effect === "safe") return;
  expect(notices).not.toEqual([]);
  expect(todo).not.toBe("nothing");
});

/** What means "not set" to the server, by the kind of the value. */
const nothing: Readonly<Record<string, readonly unknown[]>> = {
  duration: ["0s", "0ms"],
  size: ["0B"],
  limit: [0, -1],
  count: [0],
  text: [""],
  list: [[]],
};

test.each(
  rows.flatMap(([name, row]) => (nothing[row.value.kind] ?? []).map((none) => [name, none, row] as const)),
)("words - %s: %j means what is not said", (name, none, row) => {
  // Deliveries in flight have a default, which 0 means, and -1 means none.
  const limitless = name === "maxAckPending" && none === -1;
  expect(meaningOf(row, none)).toEqual(limitless ? undefined : meaningOf(row, undefined));
});
