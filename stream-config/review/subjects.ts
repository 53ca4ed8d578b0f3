/**
 * Whether every subject that `narrow` matches is matched by `wide` too.
 * https://docs.nats.io/nats-concepts/subjects#wildcards
 */
export function covers(wide: string, narrow: string): boolean {
  const [outer, inner] = [wide.split("."), narrow.split(".")];
  for (const [index, token] of outer.entries()) {
    const other = inner[index];
    if (other === undefined) return false;
    if (token === ">") return true;
    if (other === ">" || (token !== "*" && token !== other)) return false;
  }
  return outer.length === inner.length;
}

/** The subjects that none of `wide` covers by itself. */
export function uncovered(narrow: readonly string[], wide: readonly string[]): string[] {
  return narrow.filter((subject) => !wide.some((other) => covers(other, subject)));
}

/** Whether each of `narrow` is covered by one of `wide`. */
export function allCovered(narrow: readonly string[], wide: readonly string[]): boolean {
  return uncovered(narrow, wide).length === 0;
}
