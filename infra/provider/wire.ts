import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./resource";

/** A value that is not known before the update runs, e.g. the output of a resource that doesn't exist yet. */
export const unknown = Symbol("unknown");

/** Properties in the clear, and which of them Pulumi treats as secrets. */
export interface Decoded {
  readonly values: Properties;
  readonly secrets: ReadonlySet<string>;
}

/** Marks in Pulumi's property encoding: the same in every SDK, in `Pulumi.yaml` state and between engine and provider. */
const marks = {
  unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  signature: "4dabf18193072939515e22adb298388d",
  secret: "1b47061264138c4ac30d75fd1eb44270",
} as const;

/** Reads the engine's encoding. A property with a secret anywhere inside counts as a secret; null counts as absent. */
export function decode(struct: Struct | undefined): Decoded {
  const values: Record<string, unknown> = {};
  const secrets = new Set<string>();
  for (const [key, value] of Object.entries(struct?.toJavaScript() ?? {})) {
    if (value === null) continue;
    values[key] = decodeValue(value, () => secrets.add(key));
  }
  return { values, secrets };
}

/** Writes the engine's encoding, marking the named properties as secrets. Undefined properties are left out. */
export function encode(values: Properties, secrets: ReadonlySet<string>): Struct {
  const encoded: Record<string, ReturnType<typeof encodeValue>> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    encoded[key] = secrets.has(key) ? encodeSecret(value) : encodeValue(value);
  }
  return Struct.fromJavaScript(encoded);
}

/** Whether the value is unknown or holds something unknown. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === unknown;
  return Object.values(value).some(hasUnknown);
}

function decodeValue(value: unknown, onSecret: () => void): unknown {
  if (value === marks.unknown) return unknown;
  if (Array.isArray(value)) return value.map((item) => decodeValue(item, onSecret));
  if (typeof value !== "object" || value === null) return value;
  if (marks.signature in value && value[marks.signature] === marks.secret) {
    onSecret();
    return decodeValue("value" in value ? value.value : undefined, onSecret);
  }
  return mapObject(value, (item) => decodeValue(item, onSecret));
}

type Encoded = null | boolean | number | string | Encoded[] | { [key: string]: Encoded };

function encodeSecret(value: unknown): Encoded {
  return { [marks.signature]: marks.secret, value: encodeValue(value) };
}

function encodeValue(value: unknown): Encoded {
  if (value === unknown) return marks.unknown;
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === "object" && value !== null) return mapObject(value, encodeValue);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? Number(value) : null;
}

function mapObject<Result>(value: object, map: (item: unknown) => Result): Record<string, Result> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}
