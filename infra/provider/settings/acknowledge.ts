import { Type } from "typebox";
import { acknowledgementOf, type Difference } from "../../../stream-config";
import type { Call } from "../resource";

/** The input that allows what loses data. Each entry names one change with its old and new value, and allows no other. */
export const acknowledgeDataLoss = Type.Optional(
  Type.Array(Type.String({ minLength: 1 }), {
    description:
      'Changes that may lose data, each as the error names it, e.g. "maxMessages 100000 -> 50000". Default none.',
  }),
);

/** Whether the inputs allow this change. */
export function isAcknowledged(change: Difference, given: readonly string[] | undefined): boolean {
  return given?.includes(acknowledgementOf(change)) ?? false;
}

/** Names the entries that no change needs: once made, a change could come again after it was taken back. */
export function tellNeedless(
  pending: readonly Difference[],
  given: readonly string[] | undefined,
  { inform }: Call,
): void {
  const needed = pending.map(acknowledgementOf);
  const needless = given?.filter((entry) => entry.includes(" -> ") && !needed.includes(entry)) ?? [];
  if (needless.length === 0) return;
  inform(
    `${allowingText(needless)} is for no pending change: take it out, or it allows that change when it comes.`,
  );
}

/** What to write to allow the changes, ready to be copied. */
export function allowing(changes: readonly Difference[]): string {
  return allowingText(changes.map(acknowledgementOf));
}

/** What to write to allow what these entries name, ready to be copied. */
export function allowingText(entries: readonly string[]): string {
  return `acknowledgeDataLoss: [${entries.map((entry) => JSON.stringify(entry)).join(", ")}]`;
}
