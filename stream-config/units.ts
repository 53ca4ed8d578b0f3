/** A length of time: a whole number and its unit, e.g. "500ms", "90s", "2m", "24h", "7d". */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** A size in decimal units (1 kB = 1,000 bytes), e.g. "512B", "8kB", "100MB", "2GB". */
export type Size = `${number}${"B" | "kB" | "MB" | "GB"}`;

const secondsPer: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3_600, d: 86_400 };
const bytesPer: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

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
  return parse(duration, secondsPer, 'a duration; write a whole number and ms, s, m, h or d, e.g. "7d"');
}

/** Nanoseconds of a duration, the unit of JetStream's API. Throws UnitError. */
export function toNanoseconds(duration: string): number {
  return Math.round(toSeconds(duration) * 1e9);
}

/** Bytes of a size. Throws UnitError. */
export function toBytes(size: string): number {
  return parse(size, bytesPer, 'a size; write a whole number and B, kB, MB or GB, e.g. "100MB"');
}

function parse(text: string, units: Readonly<Record<string, number>>, expected: string): number {
  const [, count, unit = ""] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = units[unit];
  if (count === undefined || factor === undefined) throw new UnitError(text, expected);
  return Number(count) * factor;
}

/** The largest unit that writes the seconds as a whole number: 604800 → "7d", 0.5 → "500ms". */
export function fromSeconds(seconds: number): Duration {
  if (!Number.isInteger(seconds)) return `${Math.round(seconds * 1e3)}ms`;
  const unit =
    (["d", "h", "m"] as const).find((name) => seconds > 0 && seconds % (secondsPer[name] ?? 1) === 0) ?? "s";
  return `${seconds / (secondsPer[unit] ?? 1)}${unit}`;
}
