import fc from "fast-check";
import type { Media, Operation, Schema } from "../../../service/src/api/openapi";
import { isValid, openApi } from "./documented";

/** A request as it goes over the wire. Examples of the document stand for what is real in it. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Requests to an operation, from those that it takes to those that nobody in their right mind sends. */
export function requestsTo(path: string, operation: Operation): fc.Arbitrary<WireRequest> {
  return fc
    .tuple(pathOf(path), query, headersOf(operation), bodyOf(operation))
    .map(([filled, search, headers, { type, body }]) => ({
      path: `${filled}${search}`,
      headers: { ...headers, ...(type !== undefined && { "content-type": type }) },
      ...(body !== undefined && { body }),
    }));
}

/** Values for a schema of the document: mostly as it asks for, else nearly so, else anything. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: asAsked(schema), weight: 6 },
    { arbitrary: nearly(schema), weight: 3 },
    { arbitrary: fc.jsonValue({ noUnicodeString: false }), weight: 1 },
  );
}

function asAsked(given: Schema): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const { properties, examples } = schema;
  if (properties) return fc.record(mapValues(properties as Record<string, Schema>, asAsked));
  const [example] = examples as unknown[];
  const { minLength = 0, maxLength = 100 } = schema as { minLength?: number; maxLength?: number };
  const text = fc.string({ unit: "grapheme", minLength, maxLength });
  return fc.oneof(
    { arbitrary: fc.constant(example), weight: 3 },
    { arbitrary: text.map((value) => (isValid(schema, value) ? value : example)), weight: 1 },
  );
}

/** One field is missing, added or not as it has to be; or the length is just beyond what is allowed. */
function nearly(given: Schema): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const { properties, minLength, maxLength } = schema;
  if (properties === undefined) {
    const lengths = [Number(minLength ?? 0) - 1, Number(maxLength ?? 0) + 1].filter((length) => length >= 0);
    return fc.oneof(odd, fc.constantFrom(...lengths.map((length) => "x".repeat(length)), ""));
  }
  const fields = Object.entries(properties as Record<string, Schema>);
  const name = fc.oneof(fc.constantFrom(...fields.map(([field]) => field)), fc.constantFrom(...oddNames));
  return fc
    .tuple(asAsked(schema), name, fc.oneof(odd, fc.constant(undefined)))
    .map(([value, field, change]) => ({
      ...(value as object),
      [field]: change,
    }));
}

const oddNames = ["__proto__", "constructor", "toString", "", "id", "passwordHash", "admin"];

/** What breaks programs: other types, control characters, half a surrogate pair, depth, size. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    1e308,
    [],
    {},
    [[]],
    "\u0000",
    "\ud800",
    "\u202e",
    "%00",
    "\r\nX: y",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constant("x".repeat(5_000)),
  fc.constant(deep(500)),
);

function deep(depth: number): unknown {
  return depth === 0 ? 1 : [deep(depth - 1)];
}

function bodyOf({ requestBody }: Operation): fc.Arbitrary<{ type?: string; body?: string }> {
  const media: Media | undefined = requestBody?.content["application/json"];
  const json = media ? valuesOf(media.schema) : fc.jsonValue();
  return fc.oneof(
    {
      arbitrary: json.map((value) => ({ type: "application/json", body: JSON.stringify(value) })),
      weight: 8,
    },
    { arbitrary: fc.record({ type: types, body: fc.string({ unit: "binary" }) }), weight: 1 },
    { arbitrary: fc.constant({}), weight: 1 },
  );
}

const types = fc.oneof(
  fc.constantFrom(
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "application/xml",
    ";",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
);

function headersOf({ security }: Operation): fc.Arbitrary<Record<string, string>> {
  const text = fc.string({ unit: "grapheme-ascii", maxLength: 300 });
  const token = fc.oneof(
    { arbitrary: fc.constant(`Bearer ${exampleToken}`), weight: security ? 8 : 1 },
    { arbitrary: text, weight: 1 },
    { arbitrary: text.map((value) => `Bearer ${value}`), weight: 1 },
  );
  const names = [
    "user-agent",
    "x-request-id",
    "traceparent",
    "tracestate",
    "x-forwarded-for",
    "accept",
    "expect",
  ];
  const others = fc.record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] });
  return fc.tuple(token, others).map(([authorization, more]) => ({ ...more, authorization }));
}

/** The document's example of an access token. */
export const exampleToken = exampleOf("Tokens", "accessToken");

/** The document's example of a field. */
export function exampleOf(schema: string, field: string): string {
  const { properties } = openApi.components.schemas[schema] as {
    properties: Record<string, { examples: string[] }>;
  };
  return properties[field]!.examples[0]!;
}

function pathOf(path: string): fc.Arbitrary<string> {
  if (!path.includes("{id}")) return fc.constant(path);
  const segments = fc.oneof(
    fc.constant(exampleOf("Session", "id")),
    fc.uuid(),
    fc.string({ unit: "binary", minLength: 1, maxLength: 150 }).map(encodeURIComponent),
    fc.constantFrom("%zz", "%00", "%2e%2e", "..%2f..", "x".repeat(101)),
  );
  return segments.map((segment) => path.replace("{id}", () => segment));
}

const query = fc.oneof(
  fc.constant(""),
  fc.webQueryParameters().map((text) => `?${text}`),
);

function resolved(schema: Schema): Schema {
  const name = String(schema.$ref ?? "")
    .split("/")
    .at(-1)!;
  return openApi.components.schemas[name] ?? schema;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
