import { type Static, type TOptional, type TSchema, Type } from "typebox";
import { normalForm, type Properties } from "./codec";
import type { Place } from "./place";
import type { Rule } from "./rules";
import type { Value } from "./value";

/** What holds where a program says nothing: it has to, nothing is set, or the server has a default. */
export type Absent<Default = unknown> =
  | { readonly kind: "required" }
  | { readonly kind: "unset" }
  | { readonly kind: "default"; readonly value: Default };

export const required = { kind: "required" } as const;
export const unset = { kind: "unset" } as const;

/** The server's default. */
export function usually<const Default>(value: Default) {
  return { kind: "default", value } as const;
}

/** A setting, or a field of one that is an object: its place in the API, how it is written, what holds unsaid. */
export interface Field<Schema extends TSchema = TSchema, Left extends Absent = Absent> {
  readonly api: Place;
  readonly value: Value<Schema>;
  readonly absent: Left;
}

/** Fields by the name that a program knows them under. */
export type Fields = Readonly<Record<string, Field>>;

/** One setting of a stream or a consumer: all that this project knows of it. */
export interface Setting<Schema extends TSchema = TSchema, Left extends Absent = Absent>
  extends Field<Schema, Left> {
  /** What comes of each way to change it, as it was measured with nats-server 2.15.2. */
  readonly change: Rule<Immutable<Static<Schema>>>;
  /** Two values, the lower or usual one first; undefined for "not set". Documents show them, tests make changes of them. */
  readonly samples: readonly [Immutable<Static<Schema>> | undefined, Immutable<Static<Schema>>];
  /** Settings without which the server refuses the samples. */
  readonly beside?: Properties;
}

/**
 * The value that holds where this one is given: "0s", 0, -1, an empty text or list and nothing at all mean that nothing is
 * set, or what is usual then. Throws UnitError.
 */
export function effectiveValue({ value, absent }: Field, given: unknown): unknown {
  if (normalForm(value.codec, given) !== undefined) return given;
  return absent.kind === "default" ? absent.value : undefined;
}

/** What that means for a change: no limit is undefined, however it is written; other values are as they are read back. */
export function meaningOf(field: Field, given: unknown): unknown {
  const meaning = normalForm(field.value.codec, effectiveValue(field, given));
  return field.value.kind === "limit" && meaning === -1 ? undefined : meaning;
}

/** Settings by the name that a program knows them under. */
export type Settings = Readonly<Record<string, Setting>>;

/** A row of a table of settings: no part of it can be forgotten, and its values are of one type. */
export function setting<Schema extends TSchema, const Left extends Absent<Immutable<Static<Schema>>>>(
  row: Setting<Schema, Left>,
): Setting<Schema, Left> {
  return row;
}

type Named<Table extends Fields, Kind extends Absent["kind"]> = {
  [Name in keyof Table]: Table[Name]["absent"]["kind"] extends Kind ? Name : never;
}[keyof Table];

type ValueOf<One extends Field> = Immutable<Static<One["value"]["schema"]>>;

/** Values of settings; what is left out has the server's default. */
export type ValuesOf<Table extends Fields> = { readonly [Name in keyof Table]?: ValueOf<Table[Name]> };

/** What there is where a program says nothing. */
export type DefaultsOf<Table extends Fields> = {
  readonly [Name in Named<Table, "default">]: ValueOf<Table[Name]>;
};

/** The defaults of the settings that have one. */
export function defaultsOf<Table extends Fields>(table: Table): DefaultsOf<Table> {
  const defaults = Object.entries(table).flatMap(([name, { absent }]) =>
    absent.kind === "default" ? [[name, absent.value]] : [],
  );
  return Object.fromEntries(defaults);
}

/** The schemas of an object's properties. */
export type SchemasOf<Table extends Fields> = {
  -readonly [Name in keyof Table]: Table[Name]["absent"]["kind"] extends "required"
    ? Table[Name]["value"]["schema"]
    : TOptional<Table[Name]["value"]["schema"]>;
};

/** The schemas of the fields as properties of an object. */
export function schemasOf<Table extends Fields>(table: Table): SchemasOf<Table> {
  const schemas = Object.entries(table).map(
    ([
      name,
      {
        absent,
        value: { schema },
      },
    ]) => [name, absent.kind === "required" ? schema : Type.Optional(schema)],
  );
  return Object.fromEntries(schemas);
}

/** A value that nobody may change, with all that is in it. */
export type Immutable<Value> = Value extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Immutable<Value[Name]> }
    : Value;
