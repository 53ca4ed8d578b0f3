import type { Verdict } from "../settings/verdict";

/** A field that differs between two configurations; a value is undefined where the field isn't set. */
export interface Difference<Field extends string = string> {
  readonly field: Field;
  readonly from: unknown;
  readonly to: unknown;
}

/** A difference between two streams or two consumers, and what the server does with it. */
export interface Change<Field extends string = string> extends Difference<Field>, Verdict {}

/** A change in words: `maxAge "7d" → "1d"`. */
export function describeChange({ field, from, to }: Difference): string {
  return `${field} ${JSON.stringify(from) ?? "not set"} → ${JSON.stringify(to) ?? "not set"}`;
}

/** The change as an acknowledgement names it: `maxAge 7d -> 1d`. */
export function acknowledgementOf({ field, from, to }: Difference): string {
  return `${field} ${plain(from)} -> ${plain(to)}`;
}

function plain(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
