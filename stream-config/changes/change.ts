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

/** A field of a stream or consumer that differs between two configurations. */
export interface Change<Field extends string = string> extends Verdict {
  readonly field: Field;
  /** Undefined where the field isn't set. */
  readonly from: unknown;
  readonly to: unknown;
}

/** A change in words: `maxAge "7d" → "1d"`. */
export function describeChange({ field, from, to }: Pick<Change, "field" | "from" | "to">): string {
  return `${field} ${JSON.stringify(from) ?? "not set"} → ${JSON.stringify(to) ?? "not set"}`;
}

/** The change as an acknowledgement names it: `maxAge 7d -> 1d`. */
export function acknowledgementOf({ field, from, to }: Pick<Change, "field" | "from" | "to">): string {
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
