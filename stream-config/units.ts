/** A length of time: a whole number and its unit, e.g. "500ms", "90s", "2m", "24h", "7d"; also "us" and "ns". */
export type Duration = `${number}${"ns" | "us" | "ms" | "s" | "m" | "h" | "d"}`;

/** A size in decimal units (1 kB = 1,000 bytes), e.g. "512B", "8kB", "100MB", "2GB". */
export type Size = `${number}${"B" | "kB" | "MB" | "GB"}`;

const nanosecondsPer = {
  d: 86_400_000_000_000,
  h: 3_600_000_000_000,
  m: 60_000_000_000,
  s: 1_000_000_000,
  ms: 1_000_000,
  us: 1_000,
  ns: 1,
} as const;
const bytesPer = { GB: 1_000_000_000, MB: 1_000_000, kB: 1_000, B: 1 } as const;

/** What each unit counts, the largest first. */
type Units = Readonly<Record<string, number>>;

/** A duration or size that can't be read. */
export class UnitError extends Error {
  override readonly name = "UnitError";

  constructor(
    readonly value: string,
    expected: string,
  ) {
    super(`${JSON.stringify(value)} is not ${expected}`);
  }
}

/** Seconds of a duration. Throws UnitError. */
export function toSeconds(duration: string): number {
  return Number(exactNanoseconds(duration)) / 1e9;
}

/** Nanoseconds of a duration, the unit of JetStream's API. Throws UnitError. */
export function toNanoseconds(duration: string): number {
  return Number(exactNanoseconds(duration));
}

/** The same, exact beyond 2^53 as well, which is 104 days. Throws UnitError. */
export function exactNanoseconds(duration: string): bigint {
  return parse(
    duration,
    nanosecondsPer,
    'a duration; write a whole number and ms, s, m, h or d (or us, ns), e.g. "7d"',
  );
}

/** Bytes of a size. Throws UnitError. */
export function toBytes(size: string): number {
  return Number(exactBytes(size));
}

/** The same, exact beyond 2^53 as well. Throws UnitError. */
export function exactBytes(size: string): bigint {
  return parse(size, bytesPer, 'a size; write a whole number and B, kB, MB or GB, e.g. "100MB"');
}

function parse(text: string, units: Units, expected: string): bigint {
  const [, count, unit = ""] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (count === undefined || factor === undefined) throw new UnitError(text, expected);
  return BigInt(count) * BigInt(factor);
}

/** The largest unit that writes the nanoseconds as a whole number: 604800e9 → "7d", 5e8 → "500ms". */
export function fromNanoseconds(nanoseconds: number | bigint): Duration {
  return format(nanoseconds, nanosecondsPer, "s") as Duration;
}

/** The largest unit that writes the bytes as a whole number: 100000000 → "100MB". */
export function fromBytes(bytes: number | bigint): Size {
  return format(bytes, bytesPer, "B") as Size;
}

/** Nothing is written in the unit `none`. */
function format(amount: number | bigint, units: Units, none: string): string {
  const whole = BigInt(amount);
  const [unit, factor] =
    whole === 0n
      ? [none, 1]
      : (Object.entries(units).find(([, factor]) => whole % BigInt(factor) === 0n) ?? [none, 1]);
  return `${whole / BigInt(factor)}${unit}`;
}
