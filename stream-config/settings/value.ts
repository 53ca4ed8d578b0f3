import { type TSchema, Type } from "typebox";
import { thousands } from "../amounts";
import * as codecs from "./codec";

/** Ways to write values; of each, a test knows what else means "not set". */
export type Kind =
  | "plain"
  | "text"
  | "flag"
  | "choice"
  | "count"
  | "limit"
  | "size"
  | "duration"
  | "instant"
  | "list"
  | "notes"
  | "structure";

/** How values are written: what a program may say, and how that is in JetStream's API. */
export interface Value<Schema extends TSchema = TSchema> {
  readonly kind: Kind;
  readonly schema: Schema;
  readonly codec: codecs.Codec;
}

type TextOptions = {
  readonly description?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
};

/** Text that is the same on both sides, whatever it is. */
export function plain(options: TextOptions = {}) {
  return { kind: "plain", schema: Type.String(options), codec: codecs.plain } as const;
}

/** Text; empty means not set. */
export function text(description: string, options: TextOptions = {}) {
  return { kind: "text", schema: Type.String({ ...options, description }), codec: codecs.text } as const;
}

/** A pattern of subjects, of which all, ">", is the default. */
export function subjects(description: string) {
  return { kind: "text", schema: Type.String({ description }), codec: codecs.subjects } as const;
}

/** A switch that is usually off. */
export function flag(description: string) {
  return {
    kind: "flag",
    schema: Type.Boolean({ description: off(description) }),
    codec: codecs.flag,
  } as const;
}

/** A switch within an object, where off is left out. */
export function option(description: string) {
  return {
    kind: "flag",
    schema: Type.Boolean({ description: off(description) }),
    codec: codecs.option,
  } as const;
}

function off(description: string): string {
  return `${description} Default false.`;
}

/** One of some words, of which the first is usual. `unsaid` is the word that the server leaves out. */
export function choice<Words extends [string, ...string[]]>(
  words: readonly [...Words],
  description = "",
  { unsaid }: { readonly unsaid?: Words[number] } = {},
) {
  const schema = Type.Enum<Words>(words, { description: `${description} Default ${words[0]}.`.trimStart() });
  return {
    kind: "choice",
    schema,
    codec: unsaid === undefined ? codecs.plain : codecs.choice(unsaid),
  } as const;
}

/** A number that counts from 1; 0 means not set. */
export function count(description: string, bounds: { readonly maximum?: number } = {}) {
  return {
    kind: "count",
    schema: Type.Integer({ minimum: 0, ...bounds, description }),
    codec: codecs.count,
  } as const;
}

/** A limit on a number of things; 0 and -1 mean none. `codec` is for a field of the API where none isn't -1. */
export function limit(description: string, codec = codecs.limit) {
  const text = `${description} Default, as 0 and -1, no limit.`;
  return { kind: "limit", schema: Type.Integer({ minimum: -1, description: text }), codec } as const;
}

/** A limit that has a default, which 0 means, and -1 none. */
export function limitUsually(usual: number, description: string) {
  const text = `${description} Default ${thousands(usual)}.`;
  const schema = Type.Integer({ minimum: -1, description: text });
  return { kind: "limit", schema, codec: codecs.limitWithDefault } as const;
}

/** A size in decimal units. `codec` is for a field of the API that is left out for none. */
export function size(description: string, codec = codecs.size) {
  return { kind: "size", schema: Type.String({ description }), codec } as const;
}

/** A length of time. */
export function duration(description: string, options: TextOptions = {}) {
  return {
    kind: "duration",
    schema: Type.String({ ...options, description }),
    codec: codecs.duration,
  } as const;
}

/** A point in time, RFC 3339. */
export function instant(description: string) {
  const schema = Type.String({ pattern: codecs.instantPattern, description });
  return { kind: "instant", schema, codec: codecs.instant } as const;
}

/** A list; empty means not set. */
export function list<Item extends TSchema>(
  { schema, codec }: Pick<Value<Item>, "schema" | "codec">,
  options: { readonly description?: string } = {},
) {
  return { kind: "list", schema: Type.Array(schema, options), codec: codecs.listOf(codec) } as const;
}

/** Notes of a program, by name. */
export function notes(description: string) {
  const schema = Type.Record(Type.String(), Type.String(), { description });
  return { kind: "notes", schema, codec: codecs.notes } as const;
}
