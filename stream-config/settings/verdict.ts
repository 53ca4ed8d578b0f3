import type { Consequence, Party } from "../consequence";

/**
 * What the server does with a change: applies it and harms nobody ("safe"); applies it and keeps everything, but promises
 * less than before ("weakens"); applies it and deletes something ("losesData"); refuses it ("refused"); or refuses it too,
 * but the object can be deleted and created again ("replacement").
 */
export type Effect = "safe" | "weakens" | "losesData" | "refused" | "replacement";

/** An effect, and what comes of it. */
export interface Verdict extends Consequence {
  readonly effect: Effect;
}

/** Whether the change loses messages or a position, so that it has to be acknowledged. */
export function isLossy({ effect }: Pick<Verdict, "effect">): boolean {
  return effect === "losesData" || effect === "replacement";
}

type Further = Partial<Omit<Consequence, "reason">>;

/** Who notices and what to do has to be said. */
type Harm = Further & { readonly notices: readonly Party[]; readonly todo: string };

/** The change is applied in place, and nobody is worse off. */
export function safe(reason: string, further: Further = {}): Verdict {
  return {
    effect: "safe",
    reason,
    notices: [],
    when: "at once",
    undo: "setting it back undoes it",
    todo: "nothing",
    ...further,
  };
}

/** The change is applied in place and deletes nothing, and from then on somebody can rely on less. */
export function weakens(reason: string, further: Harm): Verdict {
  return {
    effect: "weakens",
    reason,
    when: "at once",
    undo: "setting it back ends it, and what happened meanwhile stays",
    ...further,
  };
}

/** The change is applied in place, and something is deleted. */
export function losesData(reason: string, further: Further = {}): Verdict {
  return {
    effect: "losesData",
    reason,
    notices: ["readers"],
    when: "at once",
    undo: "what is gone does not come back",
    todo: "ask its readers whether they still need it, take a snapshot, then acknowledge the change",
    ...further,
  };
}

/** The server refuses the change. */
export function refused(reason: string, further: Further = {}): Verdict {
  return {
    effect: "refused",
    reason,
    notices: ["operators"],
    when: "in the next `pulumi up`",
    undo: "nothing happens, so there is nothing to undo",
    todo: "set it back, or declare a new one under another name and move its clients there",
    ...further,
  };
}

/** The server refuses the change, and a new object takes the old one's place. */
export function replacement(reason: string, further: Further = {}): Verdict {
  return {
    effect: "replacement",
    reason,
    notices: ["readers"],
    when: "in the next `pulumi up`",
    undo: "what is gone does not come back",
    todo: "let startFrom say where the new one begins, tell its readers, then acknowledge the change",
    ...further,
  };
}
