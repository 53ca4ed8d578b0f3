import { type Static, Type } from "typebox";
import { accessInputs } from "../kubernetes/access";
import type { CheckContext, Checked, CheckFailure, Resource } from "../resource";
import { describeChange, type SettingChange, settingChanges } from "./changes";
import type { FindLiveStack, LiveStack } from "./live";
import type { Settings } from "./rules";
import { settingsSchema } from "./schema";

const inputs = Type.Object(
  {
    ...accessInputs,
    namespace: Type.String({ minLength: 1, description: "Namespace of the stack" }),
    values: settingsSchema,
  },
  { additionalProperties: false },
);

/** Inputs of Settings. */
export type StackSettingsInputs = Static<typeof inputs>;

/**
 * The settings of a stack whose change would lose data or stop the service, as they were last brought up. A change that
 * would do so is refused when it is checked, in every preview, for as long as there is something to lose. A stack that has
 * no record yet is held to what runs, as far as the cluster tells it.
 */
export function stackSettings(find: FindLiveStack): Resource<StackSettingsInputs, StackSettingsInputs> {
  return {
    token: "authstack:stack:Settings",
    description: "The settings of a stack whose change would lose data or stop the service.",
    inputs,
    outputs: Type.Object({}),
    secrets: [],
    check: (given, { before }) => check(given, before, find),
    diff: ({ before, inputs: { values = {} } }, changed, { warn }) => {
      for (const change of settingChanges(before.values, values)) {
        if (change.verdict.kind === "told") warn(describeChange(change));
      }
      return changed;
    },
    create: async (given) => ({ id: "settings", state: given }),
    update: async ({ inputs: given }) => given,
  };
}

type Given = Partial<StackSettingsInputs>;

async function check(
  given: Given,
  before: CheckContext<StackSettingsInputs>["before"],
  find: FindLiveStack,
): Promise<Checked> {
  const { namespace = before?.namespace, values = {} } = given;
  if (namespace === undefined) return { inputs: given, failures: [] };
  const live = find({ ...given, namespace: before?.namespace ?? namespace });
  const known: Settings = before?.values ?? (await live.settings());
  const refused = settingChanges(known, values).filter(({ verdict }) => verdict.kind === "refused");
  // What the program says nothing of, because the part does not run now, stays as it was recorded.
  return { inputs: { ...given, values: { ...known, ...values } }, failures: await failuresOf(refused, live) };
}

/** Where nothing is held yet, as after a first `up` that failed, nothing can be lost. */
async function failuresOf(changes: readonly SettingChange[], live: LiveStack): Promise<CheckFailure[]> {
  if (changes.length === 0) return [];
  const held = await live.holders();
  return changes
    .filter(({ holder }) => held.has(holder))
    .map((change) => ({ property: "values", reason: describeChange(change) }));
}
