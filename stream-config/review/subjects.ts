import { isWithin } from "../subjects";

/** The subjects that none of `wide` covers by itself. */
export function uncovered(narrow: readonly string[], wide: readonly string[]): string[] {
  return narrow.filter((subject) => !wide.some((other) => isWithin(subject, other)));
}

/** Whether each of `narrow` is covered by one of `wide`. */
export function allCovered(narrow: readonly string[], wide: readonly string[]): boolean {
  return uncovered(narrow, wide).length === 0;
}
