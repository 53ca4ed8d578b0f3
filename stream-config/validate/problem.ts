import type { Contract } from "../contract";
import { toSeconds, UnitError } from "../units";

/** Something in a contract that can't be deployed, and what to write instead. */
export interface Problem {
  /** Where, e.g. "streams.auth-events.maxAge". */
  readonly at: string;
  readonly message: string;
}

/** Finds the problems of one kind. */
export type Rule = (contract: Contract) => readonly Problem[];

/** One problem, as a list, when something is wrong. */
export function problemIf(wrong: boolean, at: string, message: string): readonly Problem[] {
  return wrong ? [{ at, message }] : [];
}

/** Pairs of different items, each pair once. */
export function pairs<Item>(items: readonly Item[]): (readonly [Item, Item])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}

/** Seconds of a duration; NaN, which fails every comparison, when it can't be read: the rule on units reports that. */
export function secondsOf(duration: string): number {
  try {
    return toSeconds(duration);
  } catch (error) {
    if (error instanceof UnitError) return Number.NaN;
    throw error;
  }
}
