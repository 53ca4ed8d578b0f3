import { hasWildcard, isWithin } from "../subjects";

/** The subjects that none of `wide` covers by itself. */
export function uncovered(narrow: readonly string[], wide: readonly string[]): string[] {
  const [exact, patterns] = [new Set(wide), wide.filter(hasWildcard)];
  return narrow.filter(
    (subject) => !exact.has(subject) && !patterns.some((pattern) => isWithin(subject, pattern)),
  );
}

/** Whether each of `narrow` is covered by one of `wide`. */
export function allCovered(narrow: readonly string[], wide: readonly string[]): boolean {
  return uncovered(narrow, wide).length === 0;
}
