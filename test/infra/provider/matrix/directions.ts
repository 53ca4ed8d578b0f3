import { type Difference, toBytes, toSeconds } from "../../../../stream-config";

type Direction = "set" | "unset" | "raised" | "lowered" | "changed";

/**
 * The directions that no change takes, e.g. "maxAge raised": an amount can be raised and lowered, and what has no
 * default can be set and unset.
 */
export function missingDirections(
  fields: readonly string[],
  defaults: Readonly<Record<string, unknown>>,
  changes: readonly Difference[],
): string[] {
  return fields.flatMap((field) => {
    const own = changes.filter((change) => change.field === field);
    const taken = new Set(own.map(directionOf));
    const expected = expectedOf(field in defaults, own);
    return expected.filter((direction) => !taken.has(direction)).map((direction) => `${field} ${direction}`);
  });
}

function expectedOf(hasDefault: boolean, changes: readonly Difference[]): Direction[] {
  const isAmount = changes.some(({ from, to }) => amount(from ?? to) !== undefined);
  const between: Direction[] = isAmount ? ["raised", "lowered"] : [];
  if (!hasDefault) return [...between, "set", "unset"];
  return isAmount ? between : ["changed"];
}

function directionOf({ from, to }: Difference): Direction {
  if (from === undefined) return "set";
  if (to === undefined) return "unset";
  const [before, after] = [amount(from), amount(to)];
  if (before === undefined || after === undefined) return "changed";
  return before < after ? "raised" : "lowered";
}

/** The number behind a count, a duration or a size; undefined for anything else. */
function amount(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (/^\d+(ms|s|m|h|d)$/.test(value)) return toSeconds(value);
  return /^\d+[kMG]?B$/.test(value) ? toBytes(value) : undefined;
}
