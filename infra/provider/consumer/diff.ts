import {
  type Change as Changed,
  consumerChanges,
  isLossy,
  replacement,
  unchangeable,
} from "../../../stream-config";
import type { JetStream } from "../api/jetstream";
import type { Call, Change, FieldChange, FieldChanges } from "../resource";
import { tellNeedless } from "../settings/acknowledge";
import { withOthers } from "../settings/other-settings";
import type { ReplacementGuard } from "./guard";
import type { ConsumerInputs, ConsumerState } from "./inputs";
import { withInterest } from "./interest";

/** The changes of a consumer. An acknowledgement by itself is none. */
export async function diffConsumer(
  jetStream: JetStream,
  guard: ReplacementGuard,
  { before, inputs, inputsOf }: Change<Partial<ConsumerInputs>, ConsumerState>,
  changed: FieldChanges,
  call: Call,
): Promise<FieldChanges> {
  const { acknowledgeDataLoss: _, ...fields } = withOthers(before, changed);
  const { stream, name } = before;
  const pending = [...consumerChanges(before, inputs), ...others(before)];
  const changes = await withInterest(
    jetStream,
    stream,
    pending.filter(({ field }) => field in fields),
  );
  if (inputsOf === "program") {
    await guard.announce({ stream, name, changes: changes.filter(isLossy), inputs }, call);
    tellNeedless(changes, inputs.acknowledgeDataLoss, call);
  }
  const replaced = changes.filter(({ effect }) => effect === "replacement").map(({ field }) => field);
  const replacing = ([field, change]: [string, FieldChange]) =>
    [field, replaced.includes(field) ? { ...change, effect: "replace" as const } : change] as const;
  return Object.fromEntries(Object.entries(fields).map(replacing));
}

function others({ otherSettings = {} }: ConsumerState): Changed[] {
  if (!Object.keys(otherSettings).some((name) => unchangeable.includes(name))) return [];
  const verdict = replacement("what was set there can't be changed: its position is lost");
  return [{ field: "otherSettings", from: otherSettings, to: undefined, ...verdict }];
}
