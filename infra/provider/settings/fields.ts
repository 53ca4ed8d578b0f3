import { Type } from "typebox";
import { UnitError } from "../../../stream-config";
import { type Codec, encodeOnto, filled, listOf, normalForm } from "../../../stream-config/settings/codec";
import type { CheckFailure, Properties } from "../resource";

/** A field of a stream or consumer: its name in JetStream's API and how its values are written there. */
export interface Field {
  readonly api: string;
  readonly codec: Codec;
}

/** Fields by the name that a program knows them under. */
export type Fields = Readonly<Record<string, Field>>;

/** What the state of a stream or consumer has beside its inputs. */
export const outputs = Type.Object({
  otherSettings: Type.Optional(
    Type.Object(
      {},
      { description: "Live settings, by API name, that this resource doesn't know and an update removes" },
    ),
  ),
});

/** The given properties, each in its one normal form; what means "not set" is left out. */
export function normalise(
  fields: Fields,
  given: Properties,
): { inputs: Properties; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const normal = Object.entries(given).map(([name, value]) => {
    try {
      const field = fields[name];
      return [name, field ? normalForm(field.codec, value) : value];
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      failures.push({ property: name, reason: error.message });
      return [name, value];
    }
  });
  return { inputs: Object.fromEntries(normal.filter(([, value]) => value !== undefined)), failures };
}

/** An object with fields of its own; left out or empty means not set. */
export interface Structure extends Codec {
  readonly fields: Fields;
}

/** The codec of an object with these fields. */
export function structure(fields: Fields): Structure {
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

/** The codec of a list of such objects; one of them may be empty. */
export function structures(fields: Fields): Structure {
  const { encode, decode } = structure(fields);
  const item = {
    encode: (value: unknown) => encode(value) ?? {},
    decode: (value: unknown) => decode(value) ?? {},
  };
  return { ...listOf(item), fields };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The properties as JetStream's API takes them. */
export function encodeFields(fields: Fields, properties: Properties): Properties {
  const encoded = Object.entries(fields).map(([name, { api, codec }]) => [
    api,
    codec.encode(properties[name]),
  ]);
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

/**
 * The properties as JetStream's API takes them for a thing that is there. The server compares some values to the letter,
 * or has more than a program says, so what means the same as what is live is sent as it is live.
 */
export function encodeFieldsOnto(fields: Fields, properties: Properties, live: Properties): Properties {
  const encoded = Object.entries(fields).map(([name, { api, codec }]) => [
    api,
    encodeOnto(codec, properties[name], live[api]),
  ]);
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

/** The API's configuration as a program would write it. */
export function decodeFields(fields: Fields, config: Properties): Properties {
  const decoded = Object.entries(fields).map(([name, { api, codec }]) => [name, codec.decode(config[api])]);
  return Object.fromEntries(decoded.filter(([, value]) => value !== undefined));
}

/**
 * What the live configuration has set beside the known fields, as the API writes it; undefined when nothing. `defaults`
 * are API fields that the server fills in. An update takes all of it away, so it counts as drift.
 */
export function otherSettings(
  fields: Fields,
  defaults: Properties,
  config: Properties,
): Properties | undefined {
  const known = new Set(Object.values(fields).map(({ api }) => api));
  const others = Object.entries(config).filter(
    ([name, value]) => !known.has(name) && value !== defaults[name] && !isUnset(value),
  );
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

function isUnset(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return [undefined, null, false, "", 0, -1].includes(value as never);
}
