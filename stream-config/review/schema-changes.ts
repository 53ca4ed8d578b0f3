import { isDeepStrictEqual } from "node:util";
import { asSchema, isRequired, propertiesOf, type Schema } from "./fields";
import { code, codes, value } from "./words";

/** A change of an event's data, seen by who reads it. */
export interface SchemaChange {
  readonly effect: "compatible" | "breaking" | "unmarked";
  readonly text: string;
}

/**
 * The changes from one JSON Schema to another for who reads the data: breaking where a value that fits the new one can
 * surprise a reader of the old one. `path` names the field; empty for the data itself.
 */
export function schemaChanges(before: Schema, after: Schema, path = ""): SchemaChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  return [
    ...propertyChanges(before, after, path === "" ? "" : `${path}.`),
    ...itemChanges(before, after, path),
    ...keywordChanges(before, after, path),
  ];
}

function propertyChanges(before: Schema, after: Schema, prefix: string): SchemaChange[] {
  const [old, now] = [new Map(propertiesOf(before)), new Map(propertiesOf(after))];
  const removed = [...old.keys()].filter((name) => !now.has(name));
  const kept = [...old].flatMap(([name, property]): SchemaChange[] => {
    const later = now.get(name);
    if (later === undefined) return [];
    const path = `${prefix}${name}`;
    const presence = presenceChange(path, isRequired(before, name), isRequired(after, name));
    return [...presence, ...schemaChanges(property, later, path)];
  });
  const added = [...now.keys()].filter((name) => !old.has(name));
  return [
    ...removed.map((name) => breaking(`the field ${code(prefix + name)} is gone`)),
    ...kept,
    ...added.map((name) => compatible(`new field ${code(prefix + name)}`)),
  ];
}

function presenceChange(path: string, before: boolean, after: boolean): SchemaChange[] {
  if (before === after) return [];
  return after
    ? [compatible(`${code(path)} is always present now`)]
    : [breaking(`${code(path)} was always present and may now be missing`)];
}

function itemChanges(before: Schema, after: Schema, path: string): SchemaChange[] {
  if (before.items === undefined || after.items === undefined) return [];
  return schemaChanges(asSchema(before.items), asSchema(after.items), `${path}[]`);
}

function keywordChanges(before: Schema, after: Schema, path: string): SchemaChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .flatMap((name) => keywordChange(name, before, after, path === "" ? "the data" : code(path)));
}

function keywordChange(name: string, before: Schema, after: Schema, where: string): SchemaChange[] {
  const [from, to] = [before[name], after[name]];
  const text = `${where}: ${code(name)} ${value(from)} → ${value(to)}`;
  if (name === "properties" || name === "required") return [];
  if (name === "items" && from !== undefined && to !== undefined) return [];
  if (name === "personalData") return [personalDataChange(to, where)];
  if (annotations.has(name) || limits.has(name)) return [compatible(text)];
  if (name === "const" && to === undefined) {
    return [breaking(`${where} was always ${value(from)}, and can be something else now`)];
  }
  if (name === "type") return [narrowsType(from, to) ? compatible(text) : breaking(text)];
  if (name === "enum" || name === "anyOf" || name === "oneOf") return choiceChange(from, to, text, where);
  if (from === undefined && restrictions.has(name)) return [compatible(text)];
  return [breaking(text)];
}

function personalDataChange(to: unknown, where: string): SchemaChange {
  if (to === true) return compatible(`${where} is now marked as personal data`);
  return { effect: "unmarked", text: `${where} is no longer marked as personal data` };
}

/** Keywords that say nothing of the values. */
const annotations = new Set(["$id", "$comment", "title", "description", "default", "examples", "deprecated"]);

/** How large a value can be: readers take what fits. */
const limits = new Set([
  ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "additionalProperties"],
]);

/** Keywords whose arrival leaves only values that were possible before. */
const restrictions = new Set(["const", "enum", "format", "pattern", "multipleOf", "uniqueItems"]);

/** Whether each value of the new type is one of the old: "integer" is a "number". */
function narrowsType(from: unknown, to: unknown): boolean {
  if (from === undefined) return true;
  const [old, now] = [Array.isArray(from) ? from : [from], Array.isArray(to) ? to : [to]];
  return now.every((type) => old.includes(type) || (type === "integer" && old.includes("number")));
}

function choiceChange(from: unknown, to: unknown, text: string, where: string): SchemaChange[] {
  if (from === undefined) return [compatible(text)];
  if (!Array.isArray(from) || !Array.isArray(to)) return [breaking(text)];
  const [old, now] = [from.map(canonical), to.map(canonical)];
  const added = now.filter((choice) => !old.includes(choice));
  if (added.length === 0) return [compatible(text)];
  return [breaking(`${where} can be ${codes(added)} now, which its readers have never seen`)];
}

function canonical(choice: unknown): string {
  return JSON.stringify(choice);
}

function compatible(text: string): SchemaChange {
  return { effect: "compatible", text };
}

function breaking(text: string): SchemaChange {
  return { effect: "breaking", text };
}
