import { isDeepStrictEqual } from "node:util";
import { exactBytes, exactNanoseconds, fromBytes, fromNanoseconds, UnitError } from "../units";

/** Values by name, a program's or the API's. */
export type Properties = Readonly<Record<string, unknown>>;

/** How one field is written in a program and in JetStream's API. */
export interface Codec {
  readonly encode: (value: unknown) => unknown;
  /** The API's value as a program writes it; undefined for "not set". */
  readonly decode: (value: unknown) => unknown;
  /** As `encode`, for a thing that is there: what means the same is written to the letter as the API has it. */
  readonly encodeOnto?: (value: unknown, live: unknown) => unknown;
}

/**
 * The program's value in its one normal form, which is how it would be read back: every spelling of one meaning is equal
 * to every other, and to what is live. Throws UnitError.
 */
export function normalForm({ encode, decode }: Codec, value: unknown): unknown {
  return decode(encode(value));
}

const same = (value: unknown) => value;

/** A value that is the same on both sides. */
export const plain: Codec = { encode: same, decode: same };

/** A switch; left out means off, and so an older server that doesn't know it isn't asked for it. */
export const flag: Codec = {
  encode: (value) => (value === true ? true : undefined),
  decode: (value) => value === true,
};

/** A switch within an object, where off is left out. */
export const option: Codec = { ...flag, decode: (value) => (value === true ? true : undefined) };

/** A choice whose usual value the server leaves out. */
export function choice(usual: string): Codec {
  return {
    encode: (value) => (value === usual ? undefined : value),
    decode: (value) => value ?? usual,
  };
}

/** The largest whole numbers of the API, int64 and uint64. */
const largest = { signed: 2n ** 63n - 1n, unsigned: 2n ** 64n - 1n } as const;

/** A number that counts from 1; left out, 0 or less means not set. */
export const count: Codec = { encode: (value) => whole(value, largest.unsigned), decode: positive };

/** Notes of a program, without those that the server makes itself. */
export const notes: Codec = { encode: withoutServerKeys, decode: withoutServerKeys };

/** Text; empty means not set. */
export const text: Codec = { encode: same, decode: (value) => (value === "" ? undefined : value) };

/** Subjects of which all, ">", is the default. */
export const subjects: Codec = { encode: same, decode: unlessAll };

function unlessAll(value: unknown): unknown {
  return value === ">" || value === "" ? undefined : value;
}

/** A limit on a number of things; left out, 0 or less means none, which the API writes as -1. */
export const limit: Codec = { encode: (value = -1) => whole(value, largest.signed), decode: positive };

/** A limit that has a default: left out or 0 means that one, and -1 means none. */
export const limitWithDefault: Codec = {
  encode: (value) => whole(value, largest.signed),
  decode: (value) => (typeof value === "number" && value < 0 ? -1 : positive(value)),
};

/** A limit in bytes, decimal units: "100MB"; left out or "0B" means none. */
export const size: Codec = {
  encode: (value) => (value === undefined ? -1 : exactly(exactBytes(String(value)), largest.signed)),
  decode: (value) => (isAmount(value) ? fromBytes(value) : undefined),
};

/** A size that is left out of a request rather than sent as "none". */
export const optionalSize: Codec = {
  ...size,
  encode: (value) => (value === undefined ? undefined : size.encode(value)),
};

/** A length of time: "7d"; left out or "0s" means no limit. */
export const duration: Codec = {
  encode: (value) => (value === undefined ? 0 : exactly(exactNanoseconds(String(value)), largest.signed)),
  decode: (value) => (isAmount(value) ? fromNanoseconds(value) : undefined),
};

/** A length of time in a list, where none at all counts too. */
export const pause: Codec = {
  encode: duration.encode,
  decode: (value) => duration.decode(value) ?? fromNanoseconds(0),
};

/** How a program writes a point in time. */
export const instantPattern =
  "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$";

/** A point in time, RFC 3339: in UTC and without zeros at the end of its fraction, as the server writes it. */
export const instant: Codec = { encode: inUtc, decode: inUtc };

function inUtc(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = String(value);
  const [, seconds = "", fraction = "", zone = ""] = /^(.{19})(\.\d+)?(Z|[+-].*)$/.exec(text) ?? [];
  const time = new Date(`${seconds}${zone}`);
  if (Number.isNaN(time.getTime())) throw new UnitError(text, 'a time; write e.g. "2026-01-31T12:00:00Z"');
  return `${time.toISOString().slice(0, 19)}${fraction.replace(/\.?0+$/, "")}Z`;
}

/** A list of values; left out or empty means not set. */
export function listOf(codec: Codec): Codec {
  const each = (map: Codec["encode"]) => (value: unknown) =>
    Array.isArray(value) && value.length > 0 ? value.map(map) : undefined;
  return {
    encode: each(codec.encode),
    decode: each(codec.decode),
    encodeOnto: (value, live) => each((item) => encodeItem(codec, item, live))(value),
  };
}

/** An item that is in the live list already is written as it is there. */
function encodeItem(codec: Codec, item: unknown, live: unknown): unknown {
  const found = Array.isArray(live) ? live.find((other) => meansSame(codec, item, other)) : undefined;
  return found ?? codec.encode(item);
}

/** The value as the API takes it, to the letter as it has it where that means the same. */
export function encodeOnto(codec: Codec, value: unknown, live: unknown): unknown {
  if (meansSame(codec, value, live)) return live;
  return codec.encodeOnto === undefined ? codec.encode(value) : codec.encodeOnto(value, live);
}

function meansSame(codec: Codec, value: unknown, live: unknown): boolean {
  return isDeepStrictEqual(normalForm(codec, value), codec.decode(live));
}

/** What the server writes among a stream's or consumer's notes, and takes from nobody. */
const serverKeys: readonly string[] = ["_nats.ver", "_nats.level", "_nats.req.level"];

function withoutServerKeys(metadata: unknown): unknown {
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const own = Object.entries(metadata).filter(([key]) => !serverKeys.includes(key));
  return filled(Object.fromEntries(own));
}

/** The object, or undefined when it is empty. */
export function filled<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** Beyond 2^53 a number is no longer exact: the API's answers have it as a bigint, a program's value is rounded. */
function positive(value: unknown): unknown {
  return isAmount(value) ? Number(value) : undefined;
}

function isAmount(value: unknown): value is number | bigint {
  return (typeof value === "number" || typeof value === "bigint") && value > 0;
}

/** A whole number as JSON can have it; what was rounded up beyond the API's largest is that one. */
function whole(value: unknown, max: bigint): unknown {
  return typeof value === "number" && Number.isInteger(value) ? exactly(BigInt(value), max) : value;
}

function exactly(amount: bigint, max: bigint): number | bigint {
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(amount);
  return amount > max ? max : amount;
}
