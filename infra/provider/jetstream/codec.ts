import { fromSeconds, toBytes, toNanoseconds, UnitError } from "../../../stream-config";

/** How one field is written in a program and in JetStream's API. */
export interface Codec {
  /** The program's value in the way that `decode` writes it, so that equal values compare equal. */
  readonly normalise: (value: unknown) => unknown;
  readonly encode: (value: unknown) => unknown;
  /** The API's value as a program writes it; undefined for "not set". */
  readonly decode: (value: unknown) => unknown;
}

const same = (value: unknown) => value;

/** A value that is the same on both sides. */
export const plain: Codec = { normalise: same, encode: same, decode: same };

/** A switch; left out means off, and so an older server that doesn't know it isn't asked for it. */
export const flag: Codec = {
  ...plain,
  encode: (value) => (value === true ? true : undefined),
  decode: (value) => value === true,
};

/** A switch within an object, where off is left out. */
export const option: Codec = { ...flag, decode: (value) => (value === true ? true : undefined) };

/** A choice whose usual value the server leaves out. */
export function choice(usual: string): Codec {
  return {
    ...plain,
    encode: (value) => (value === usual ? undefined : value),
    decode: (value) => value ?? usual,
  };
}

/** A number that counts from 1; left out or 0 means not set. */
export const count: Codec = { ...plain, decode: positive };

/** Notes of a program; the server adds its own, whose names begin with "_nats.". */
export const notes: Codec = { ...plain, decode: (value) => filled(withoutServerKeys(value)) };

/** Text; empty means not set. */
export const text: Codec = { ...plain, decode: (value) => (value === "" ? undefined : value) };

/** Subjects of which all, ">", is the default. */
export const subjects: Codec = { normalise: unlessAll, encode: same, decode: unlessAll };

function unlessAll(value: unknown): unknown {
  return value === ">" || value === "" ? undefined : value;
}

/** A limit on a number of things; left out means none, which the API writes as -1. */
export const limit: Codec = { ...plain, encode: (value = -1) => value, decode: positive };

/** A limit in bytes, decimal units: "100MB"; left out or "0B" means none. */
export const size: Codec = {
  normalise: (value) => size.decode(toBytes(String(value))),
  encode: (value) => (value === undefined ? -1 : toBytes(String(value))),
  decode: (value) => (positive(value) === undefined ? undefined : fromBytes(Number(value))),
};

/** A size that is left out of a request rather than sent as "none". */
export const optionalSize: Codec = {
  ...size,
  encode: (value) => (value === undefined ? undefined : size.encode(value)),
};

/** A length of time: "7d"; left out or "0s" means no limit. */
export const duration: Codec = {
  normalise: (value) => duration.decode(toNanoseconds(String(value))),
  encode: (value) => (value === undefined ? 0 : toNanoseconds(String(value))),
  decode: (value) => (positive(value) === undefined ? undefined : fromSeconds(Number(value) / 1e9)),
};

/** How a program writes a point in time. */
export const instantPattern = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$";

/** A point in time, RFC 3339: in UTC and without zeros at the end of its fraction, as the server writes it. */
export const instant: Codec = { normalise: inUtc, encode: same, decode: inUtc };

function inUtc(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = String(value);
  const [, seconds = "", fraction = "", zone = ""] = /^(.{19})(\.\d+)?(Z|[+-].*)$/.exec(text) ?? [];
  const time = new Date(`${seconds}${zone}`);
  if (Number.isNaN(time.getTime())) throw new UnitError(text, 'a time; write e.g. "2026-01-31T12:00:00Z"');
  return `${time.toISOString().slice(0, 19)}${fraction.replace(/\.?0+$/, "")}Z`;
}

/** A list of values; left out or empty means not set. */
export function listOf({ normalise, encode, decode }: Codec): Codec {
  const each = (map: Codec["encode"]) => (value: unknown) =>
    Array.isArray(value) && value.length > 0 ? value.map(map) : undefined;
  return { normalise: each(normalise), encode: each(encode), decode: each(decode) };
}

/** The notes that the server didn't make itself. */
export function withoutServerKeys(metadata: unknown): Readonly<Record<string, unknown>> {
  if (typeof metadata !== "object" || metadata === null) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !key.startsWith("_nats.")));
}

/** The object, or undefined when it is empty. */
export function filled<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function positive(value: unknown): unknown {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function fromBytes(bytes: number): string {
  const units = [
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const;
  const [unit, factor] = units.find(([, factor]) => bytes > 0 && bytes % factor === 0) ?? ["B", 1];
  return `${bytes / factor}${unit}`;
}
