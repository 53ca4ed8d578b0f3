import { encodeOnto, type Properties } from "./codec";
import { namesOf } from "./place";
import type { Field, Fields } from "./setting";

/** The properties as JetStream's API takes them. */
export function encodeFields(fields: Fields, properties: Properties): Properties {
  return encodeEach(fields, ({ api, value }, name) => {
    if (api.kind === "subject") return {};
    const given = properties[name];
    return api.kind === "spread" ? api.encode(given) : { [api.name]: value.codec.encode(given) };
  });
}

/**
 * The properties as JetStream's API takes them for a thing that is there. The server compares some values to the letter,
 * or has more than a program says, so what means the same as what is live is sent as it is live.
 */
export function encodeFieldsOnto(fields: Fields, properties: Properties, live: Properties): Properties {
  return encodeEach(fields, ({ api, value }, name) => {
    if (api.kind === "subject") return {};
    const given = properties[name];
    if (api.kind === "spread") return api.encodeOnto(given, live);
    return { [api.name]: encodeOnto(value.codec, given, live[api.name]) };
  });
}

function encodeEach(fields: Fields, encode: (field: Field, name: string) => Properties): Properties {
  const encoded = Object.entries(fields).flatMap(([name, field]) => Object.entries(encode(field, name)));
  return Object.fromEntries(encoded.filter(([, value]) => value !== undefined));
}

/** The API's configuration as a program would write it. */
export function decodeFields(fields: Fields, config: Properties): Properties {
  const decoded = Object.entries(fields).map(([name, field]) => [name, decode(field, config)]);
  return Object.fromEntries(decoded.filter(([, value]) => value !== undefined));
}

function decode({ api, value }: Field, config: Properties): unknown {
  switch (api.kind) {
    case "field":
      return value.codec.decode(config[api.name]);
    case "spread":
      return api.decode(config);
    case "subject":
      return undefined;
  }
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
  const known = new Set(Object.values(fields).flatMap(({ api }) => namesOf(api)));
  const others = Object.entries(config).filter(
    ([name, value]) => !known.has(name) && value !== defaults[name] && !isUnset(value),
  );
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

function isUnset(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return [undefined, null, false, "", 0, -1].includes(value as never);
}
