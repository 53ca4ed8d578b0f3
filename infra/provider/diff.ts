import { isDeepStrictEqual } from "node:util";
import type { FieldChange, FieldChanges, Properties } from "./resource";
import { hasUnknown } from "./wire";

/** The named fields that differ, each as an update in place. A value that isn't known yet counts as different. */
export function changedFields(names: readonly string[], before: Properties, after: Properties): FieldChanges {
  const changes = names.flatMap((name) => {
    const kind = kindOf(before[name], after[name]);
    return kind === undefined ? [] : [[name, { kind, effect: "update", of: "input" } as const] as const];
  });
  return Object.fromEntries(changes);
}

function kindOf(before: unknown, after: unknown): FieldChange["kind"] | undefined {
  if (!hasUnknown(after) && isDeepStrictEqual(before, after)) return undefined;
  if (before === undefined) return "add";
  return after === undefined ? "delete" : "update";
}
