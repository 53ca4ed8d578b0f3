import { fromSeconds, toBytes, toNanoseconds } from "../../../stream-config";

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

/** A switch; left out means off. */
export const flag: Codec = { ...plain, decode: (value) => value === true };

/** Text; empty means not set. */
export const text: Codec = { ...plain, decode: (value) => (value === "" ? undefined : value) };

/** A limit on a number of things; left out means none, which the API writes as -1. */
export const limit: Codec = { ...plain, encode: (value = -1) => value, decode: positive };

/** A limit in bytes, decimal units: "100MB"; left out or "0B" means none. */
export const size: Codec = {
  normalise: (value) => size.decode(toBytes(String(value))),
  encode: (value) => (value === undefined ? -1 : toBytes(String(value))),
  decode: (value) => (positive(value) === undefined ? undefined : fromBytes(Number(value))),
};

/** A length of time: "7d"; left out or "0s" means no limit. */
export const duration: Codec = {
  normalise: (value) => duration.decode(toNanoseconds(String(value))),
  encode: (value) => (value === undefined ? 0 : toNanoseconds(String(value))),
  decode: (value) => (positive(value) === undefined ? undefined : fromSeconds(Number(value) / 1e9)),
};

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
