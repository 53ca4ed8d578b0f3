import { type TObject, Type } from "typebox";
import { expect, test } from "vitest";
import { schemaChanges } from "../../../stream-config/review/schema-changes";
import { placed, review, shipped, told } from "./support";

const before = Type.Object({ id: Type.String({ maxLength: 10 }), note: Type.Optional(Type.String()) });

/** What the change to this schema is for readers of `before`. */
function effects(after: TObject, from: TObject = before): [string, string][] {
  return schemaChanges(JSON.parse(JSON.stringify(from)), JSON.parse(JSON.stringify(after))).map(
    ({ effect, text }) => [effect, text],
  );
}

const { id, note } = before.properties;
const list = (items: ReturnType<typeof Type.Union>) => Type.Object({ kind: items });

test.each([
  ["a new field", Type.Object({ id, note, more: Type.String() }), "compatible", "new field `more`"],
  ["a field that is gone", Type.Object({ note }), "breaking", "the field `id` is gone"],
  [
    "a field that may be missing",
    Type.Object({ id: Type.Optional(id), note }),
    "breaking",
    "`id` was always present and may now be missing",
  ],
  [
    "a field that is always there",
    Type.Object({ id, note: Type.String() }),
    "compatible",
    "`note` is always present now",
  ],
  [
    "another type",
    Type.Object({ id: Type.Integer(), note }),
    "breaking",
    '`id`: `type` `"string"` → `"integer"`',
  ],
  [
    "a wider limit",
    Type.Object({ id: Type.String({ maxLength: 20 }), note }),
    "compatible",
    "`id`: `maxLength` `10` → `20`",
  ],
  [
    "another description",
    Type.Object({ id: Type.String({ maxLength: 10, description: "Its id" }), note }),
    "compatible",
    '`id`: `description` not set → `"Its id"`',
  ],
  [
    "a pattern that it did not have",
    Type.Object({ id: Type.String({ maxLength: 10, pattern: "^a" }), note }),
    "compatible",
    '`id`: `pattern` not set → `"^a"`',
  ],
])("schema - %s", (_, after, effect, text) => {
  expect(effects(after)).toContainEqual([effect, text]);
});

test("schema - a choice more is breaking, a choice less is not", () => {
  const [a, b] = [Type.Literal("a"), Type.Literal("b")];
  const [both, one] = [list(Type.Union([a, b])), list(Type.Union([a]))];
  expect(effects(both, one).map(([effect]) => effect)).toEqual(["breaking"]);
  expect(effects(one, both).map(([effect]) => effect)).toEqual(["compatible"]);
});

test("schema - a format that is gone, and fields within objects and lists", () => {
  const inner = (format: object) =>
    Type.Object({ rows: Type.Array(Type.Object({ at: Type.String({ ...format }) })) });
  expect(effects(inner({}), inner({ format: "date-time" }))).toEqual([
    ["breaking", '`rows[].at`: `format` `"date-time"` → not set'],
  ]);
});

test("events - a breaking change names its readers and asks for a new version", () => {
  const schema = Type.Object({ id: Type.Integer(), email: placed.schema.properties.email });
  const report = review({ events: [{ ...placed, schema }, shipped] });
  expect(report.verdict).toBe("refused");
  expect(report.findings[0]).toMatchObject({ class: "breaking", kind: "event", name: "order.placed" });
  expect(report.findings[0]?.consequence).toBe(
    "Read by `billing`. A breaking change needs a new version: leave this event type as it is and add one, e.g. `order.placed_v2`.",
  );
});

test("events - what nobody reads breaks nobody", () => {
  const report = review({ events: [placed, { ...shipped, schema: Type.Object({ id: Type.Integer() }) }] });
  expect(report.verdict).toBe("safe");
  expect(report.findings[0]?.consequence).toBe("No user of the contract reads it.");
});

test("events - one that is declared no more breaks its readers", () => {
  expect(told(review({ events: [shipped] }))).toEqual([["breaking", "declared no more"]]);
  expect(told(review({ events: [placed] }))).toEqual([["safe", "declared no more"]]);
});

test("events - another description is safe", () => {
  expect(told(review({ events: [{ ...placed, description: "Ordered" }, shipped] }))).toEqual([
    ["safe", "described anew"],
  ]);
});
