import { type Change as Changed, consumerChanges, consumerDefaults } from "../../../stream-config";
import type { Call, Change, Checked, CheckFailure, FieldChange, FieldChanges } from "../resource";
import { type ConsumerInputs, type ConsumerState, consumerFields, fixedSettings } from "./consumer-fields";
import type { ReplacementGuard } from "./consumer-guard";
import { normalise } from "./fields";

/** Fills in defaults and finds settings that contradict each other. */
export function checkConsumer(given: Partial<ConsumerInputs>): Checked {
  const [first] = given.backoff ?? [];
  const implied = first === undefined ? {} : { ackWait: first };
  const { inputs, failures } = normalise(consumerFields, { ...consumerDefaults, ...implied, ...given });
  return { inputs, failures: failures.length > 0 ? failures : contradictions(inputs) };
}

function contradictions({ backoff, ackWait, maxDeliver }: Partial<ConsumerInputs>): CheckFailure[] {
  if (backoff === undefined) return [];
  if (ackWait !== backoff[0]) {
    return [{ property: "ackWait", reason: `"${ackWait}" isn't the first of backoff; leave it out` }];
  }
  if (maxDeliver === undefined || maxDeliver >= backoff.length) return [];
  return [{ property: "backoff", reason: `has more entries than maxDeliver, ${maxDeliver}` }];
}

/** The changes of a consumer. An acknowledgement by itself is none. */
export async function diffConsumer(
  guard: ReplacementGuard,
  { before, inputs }: Change<Partial<ConsumerInputs>, ConsumerState>,
  changed: FieldChanges,
  call: Call,
): Promise<FieldChanges> {
  const { acknowledgeDataLoss: _, ...fields } = withOthers(before, changed);
  const changes = [...consumerChanges(before, inputs), ...others(before)].filter(
    ({ field }) => field in fields,
  );
  const { stream, name } = before;
  await guard.announce({ stream, name, changes: changes.filter(isLossy), inputs }, call);
  const replaced = changes.filter(({ effect }) => effect === "replacement").map(({ field }) => field);
  const replacing = ([field, change]: [string, FieldChange]) =>
    [field, replaced.includes(field) ? { ...change, effect: "replace" as const } : change] as const;
  return Object.fromEntries(Object.entries(fields).map(replacing));
}

function isLossy({ effect }: Changed): boolean {
  return effect !== "safe";
}

/** Settings that this resource doesn't know are drift too: an update takes them away, where the server lets it. */
function withOthers({ otherSettings }: ConsumerState, changed: FieldChanges): FieldChanges {
  if (otherSettings === undefined) return changed;
  return { ...changed, otherSettings: { kind: "delete", effect: "update", of: "output" } };
}

function others({ otherSettings = {} }: ConsumerState): Changed[] {
  if (!Object.keys(otherSettings).some((name) => fixedSettings.includes(name))) return [];
  const reason = "what was set there can't be changed: its position is lost";
  return [{ field: "otherSettings", from: otherSettings, to: undefined, effect: "replacement", reason }];
}
