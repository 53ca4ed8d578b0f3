import { type Change, consumerChanges, streamChanges } from "../changes";
import { consumerSettings, type Effect, streamSettings } from "../settings";
import type { Settings } from "../settings/setting";
import { code, table } from "./tables";

/** Markdown table: what the server does with changes of a stream. */
export function streamChangeTable(): string {
  return changeTable([
    ...sampleChanges(streamSettings, streamChanges),
    ...streamChanges({ retention: "limits" }, { retention: "workqueue" }),
    ...streamChanges({ discard: "new", maxMessages: 10 }, { discard: "old", maxMessages: 10 }),
  ]);
}

/** Markdown table: what the server does with changes of a durable consumer. */
export function consumerChangeTable(): string {
  return changeTable(sampleChanges(consumerSettings, consumerChanges));
}

/** The changes of each setting from its higher sample to its lower one, and back. */
function sampleChanges(
  settings: Settings,
  changes: (from: object, to: object) => readonly Change[],
): readonly Change[] {
  return Object.entries(settings).flatMap(
    ([
      field,
      {
        samples: [low, high],
      },
    ]) => [...changes({ [field]: high }, { [field]: low }), ...changes({ [field]: low }, { [field]: high })],
  );
}

const words: Readonly<Record<Effect, string>> = {
  losesData: "loses data",
  replacement: "deletes and creates again",
  refused: "refused",
  weakens: "weakens the service",
  safe: "safe",
};

/** Worst first; changes with the same effect for the same reason share a row. */
function changeTable(changes: readonly Change[]): string {
  const rows = new Map<string, { change: Change; examples: string[] }>();
  for (const change of changes) {
    const key = `${change.effect} ${change.reason}`;
    const row = rows.get(key) ?? { change, examples: [] };
    rows.set(key, { ...row, examples: [...row.examples, example(change)] });
  }
  const order = Object.keys(words);
  const sorted = [...rows.values()].sort(
    (one, other) => order.indexOf(one.change.effect) - order.indexOf(other.change.effect),
  );
  return table(
    ["class", "what happens", "e.g."],
    sorted.map(({ change, examples }) => [
      words[change.effect],
      change.reason,
      unique(examples).join("<br>"),
    ]),
  );
}

function example({ field, from, to }: Change): string {
  return code(`${field} ${JSON.stringify(from) ?? "none"} → ${JSON.stringify(to) ?? "none"}`);
}

/** A field that is there and back in the same row is named once. */
function unique(examples: readonly string[]): string[] {
  const fields = examples.map((text) => text.slice(1).split(" ")[0]);
  return examples.flatMap((text, index) => {
    if (fields.indexOf(fields[index]) !== index) return [];
    return [fields.lastIndexOf(fields[index]) === index ? text : code(String(fields[index]))];
  });
}
