import { type TObject, Type } from "typebox";
import { type Codec, filled, listOf, type Properties } from "./codec";
import { type Fields, type SchemasOf, schemasOf } from "./setting";
import type { Value } from "./value";
import { decodeFields, encodeFields, encodeFieldsOnto } from "./wire";

/** The codec of an object, or of a list of such objects. */
export interface StructureCodec extends Codec {
  readonly fields: Fields;
}

type Structure<Table extends Fields> = Value<TObject<SchemasOf<Table>>> & { readonly codec: StructureCodec };

/** An object with fields of its own; empty means not set. */
export function structure<const Table extends Fields>(fields: Table, description: string): Structure<Table> {
  const schema = Type.Object(schemasOf(fields), { additionalProperties: false, description });
  return { kind: "structure", schema, codec: objectCodec(fields) };
}

/** A list of such objects, of which one may be empty. */
export function structures<const Table extends Fields>(
  { schema, codec: { fields, encode, decode } }: Structure<Table>,
  options: { readonly description?: string } = {},
) {
  const item = {
    encode: (value: unknown) => encode(value) ?? {},
    decode: (value: unknown) => decode(value) ?? {},
  };
  return { kind: "list", schema: Type.Array(schema, options), codec: { ...listOf(item), fields } } as const;
}

function objectCodec(fields: Fields): StructureCodec {
  const unlessEmpty = (value: unknown, map: (value: Properties) => Properties) =>
    isObject(value) ? filled(map({ ...value })) : undefined;
  return {
    fields,
    encode: (value) => unlessEmpty(value, (own) => encodeFields(fields, own)),
    decode: (value) => unlessEmpty(value, (own) => decodeFields(fields, own)),
    encodeOnto: (value, live) =>
      unlessEmpty(value, (own) => encodeFieldsOnto(fields, own, isObject(live) ? { ...live } : {})),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
