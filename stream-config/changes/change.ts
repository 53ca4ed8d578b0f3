/**
 * What the server does with a change: applies it and keeps everything ("safe"); applies it and deletes something
 * ("losesData"); refuses it ("refused"); or refuses it too, but the object can be deleted and created again
 * ("replacement").
 */
export type Effect = "safe" | "losesData" | "refused" | "replacement";

/** An effect and its reason in plain words: what happens, or why it can't. */
export interface Verdict {
  readonly effect: Effect;
  readonly reason: string;
}

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

/** The change is applied in place, and nothing is lost. */
export function safe(reason: string): Verdict {
  return { effect: "safe", reason };
}

/** The change is applied in place, and something is deleted. */
export function losesData(reason: string): Verdict {
  return { effect: "losesData", reason };
}

/** The server refuses the change. */
export function refused(reason: string): Verdict {
  return { effect: "refused", reason };
}

/** The server refuses the change, and a new object takes the old one's place. */
export function replacement(reason: string): Verdict {
  return { effect: "replacement", reason };
}
