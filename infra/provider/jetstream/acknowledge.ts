import { Type } from "typebox";
import { acknowledgementOf, type Difference } from "../../../stream-config";

/**
 * The input that allows what loses data. Each entry names one change with its old and new value, so that it can stay
 * where it is without allowing another one.
 */
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

/** What to write to allow the changes, ready to be copied. */
export function allowing(changes: readonly Difference[]): string {
  return allowingText(changes.map(acknowledgementOf));
}

/** What to write to allow what these entries name, ready to be copied. */
export function allowingText(entries: readonly string[]): string {
  return `acknowledgeDataLoss: [${entries.map((entry) => JSON.stringify(entry)).join(", ")}]`;
}
