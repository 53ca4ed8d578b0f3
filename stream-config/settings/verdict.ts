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
