import { expect, test } from "vitest";
import { consumerSettings, streamSettings } from "../../../stream-config";
import { field, namesOf } from "../../../stream-config/settings/place";
import { always, amount } from "../../../stream-config/settings/rules";
import { type Setting, setting, unset, usually } from "../../../stream-config/settings/setting";
import { choice, duration } from "../../../stream-config/settings/value";
import { safe } from "../../../stream-config/settings/verdict";

const row = {
  api: field("max_age"),
  value: duration("How long."),
  absent: unset,
  change: always(safe("nothing happens")),
  samples: ["1d", "7d"],
} as const;

const numbers = { set: nothing(), unset: nothing(), raised: nothing(), lowered: nothing() };

function nothing() {
  return safe("nothing happens");
}

test("settings - a row that lacks a part, or has another type of value in one, is an error of types", () => {
  const { api, value, absent, change, samples } = row;
  expect(setting(row)).toEqual(row);
  // @ts-expect-error where the API has it
  setting({ value, absent, change, samples });
  // @ts-expect-error how values are written
  setting({ api, absent, change, samples });
  // @ts-expect-error what holds where nothing is said
  setting({ api, value, change, samples });
  // @ts-expect-error what a change does
  setting({ api, value, absent, samples });
  // @ts-expect-error two values
  setting({ api, value, absent, change });
  // @ts-expect-error a duration is a text
  setting({ ...row, samples: [1, 2] });
  // @ts-expect-error a rule for another type of value
  setting({ ...row, change: amount<number>(Number, numbers) });
  // @ts-expect-error no words for a limit that goes
  amount(Number, { set: nothing(), raised: nothing(), lowered: nothing() });
  // @ts-expect-error no such word
  setting({ ...row, value: choice(["old", "new"]), samples: ["old", "news"] });
  // @ts-expect-error no default of a duration
  setting({ ...row, absent: usually(5) });
});

test.each([
  ["stream", streamSettings],
  ["consumer", consumerSettings],
])("settings - of a %s, each has fields of the API for itself", (_, settings) => {
  const names = Object.values<Setting>(settings).flatMap(({ api }) => namesOf(api));
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
});

test.each([...Object.entries<Setting>(streamSettings), ...Object.entries<Setting>(consumerSettings)])(
  "settings - the description of %s names its default",
  (_, { absent, value: { schema } }) => {
    if (absent.kind !== "default") return;
    const { description } = schema as { description?: string };
    expect(description).toMatch(new RegExp(`Default "?${wordsOf(absent.value)}"?\\.`));
  },
);

/** No filter is all. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return "all";
  return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
}
