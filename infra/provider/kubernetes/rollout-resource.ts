import { type Static, Type } from "typebox";
import { ProviderError } from "../errors";
import type { Call, FieldChanges, Resource } from "../resource";
import { accessInputs } from "./access";
import { isRolledOut } from "./rollout";
import type { StatefulSet, StatefulSetName } from "./stateful-set";

const inputs = Type.Object(
  {
    ...accessInputs,
    namespace: Type.String({ minLength: 1, description: "Namespace of the StatefulSet" }),
    statefulSet: Type.String({ minLength: 1, description: "Name of the StatefulSet" }),
    revision: Type.String({
      description: "Another one for another template of its pods: it is what has them waited for again",
    }),
    interruption: Type.Optional(
      Type.String({ description: "What a change of the pods interrupts; a preview says it beforehand" }),
    ),
  },
  { additionalProperties: false },
);

/** Inputs of Rollout. */
export type RolloutInputs = Static<typeof inputs>;

/** Finds the StatefulSet that the inputs speak of. */
export type FindStatefulSet = (name: StatefulSetName) => Promise<StatefulSet>;

/** What is recorded in the place of a revision whose roll-out is not over. */
const unfinished = "not rolled out";

/**
 * A StatefulSet whose every pod is of the newest revision and ready: Pulumi takes one for done when Kubernetes has
 * accepted it. One that is found otherwise, after an update that was broken off or taken back, shows as a change.
 */
export function rollout(find: FindStatefulSet): Resource<RolloutInputs, RolloutInputs> {
  const settle = async (given: RolloutInputs, { inform }: Call) => {
    await (await find(given)).settle(inform);
    return given;
  };
  return {
    token: "authstack:kubernetes:Rollout",
    description: "A StatefulSet whose every pod is of the newest revision and ready.",
    inputs,
    outputs: Type.Object({}),
    secrets: [],
    check: (given) => ({ inputs: given, failures: [] }),
    diff: ({ before, inputs: { interruption } }, changed, { warn }) => {
      const restarts = changed.revision !== undefined && before.revision !== unfinished;
      if (restarts && interruption !== undefined) warn(interruption);
      return { ...changed, ...replacements(changed) };
    },
    create: async (given, call) => ({
      id: `${given.namespace}/${given.statefulSet}`,
      state: await settle(given, call),
    }),
    read: async (id, recorded) => {
      if (recorded === undefined) throw cannotImport();
      const found = await (await find(recorded)).read();
      if (found === undefined) return undefined;
      const live = isRolledOut(found) ? recorded : { ...recorded, revision: unfinished };
      return { id, inputs: live, state: live };
    },
    update: ({ inputs: given }, call) => settle(given, call),
  };
}

/** Another StatefulSet is another resource. */
function replacements({ namespace, statefulSet }: FieldChanges): FieldChanges {
  return {
    ...(namespace && { namespace: { ...namespace, effect: "replace" } }),
    ...(statefulSet && { statefulSet: { ...statefulSet, effect: "replace" } }),
  };
}

function cannotImport(): ProviderError {
  return new ProviderError(
    "authstack:kubernetes:Rollout can't be imported: it says no more than what the program waits for.",
    "Create it with `pulumi up`; it changes nothing.",
  );
}
