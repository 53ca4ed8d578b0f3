import { type Static, Type } from "typebox";
import { ProviderError } from "../errors";
import type { Call, FieldChanges, Resource } from "../resource";
import { whileRunning } from "../while-running";
import { accessInputs } from "./access";
import { isRolledOut } from "./rollout";
import type { Workload, WorkloadName } from "./workload";

const inputs = Type.Object(
  {
    ...accessInputs,
    namespace: Type.String({ minLength: 1, description: "Namespace of the workload" }),
    statefulSet: Type.Optional(Type.String({ minLength: 1, description: "Name of a StatefulSet" })),
    deployment: Type.Optional(Type.String({ minLength: 1, description: "Name of a Deployment" })),
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

/** Finds the workload that the inputs speak of. */
export type FindWorkload = (name: WorkloadName) => Promise<Workload>;

/** What is recorded in the place of a revision whose roll-out is not over. */
const unfinished = "not rolled out";

/**
 * A workload whose every pod is of the newest revision and ready. Its object is done when Kubernetes has accepted it, so
 * what was applied is recorded whatever becomes of the pods; waiting for them, and saying why they are not ready, is
 * this. One that is found otherwise, after an update that was broken off or taken back, shows as a change.
 */
export function rollout(find: FindWorkload): Resource<RolloutInputs, RolloutInputs> {
  const settle = (given: RolloutInputs, call: Call) =>
    whileRunning(call, `the pods of ${nameOf(given)}`, async () => {
      await (await find(given)).settle(call.inform);
      return given;
    });
  return {
    token: "authstack:kubernetes:Rollout",
    description: "A StatefulSet or a Deployment whose every pod is of the newest revision and ready.",
    inputs,
    outputs: Type.Object({}),
    secrets: [],
    check: (given, { unknowns }) => ({ inputs: given, failures: namesOne(given, unknowns) ? [] : [oneName] }),
    diff: ({ before, inputs: { interruption } }, changed, { warn }) => {
      const restarts = changed.revision !== undefined && before.revision !== unfinished;
      if (restarts && interruption !== undefined) warn(interruption);
      return { ...changed, ...replacements(changed) };
    },
    create: async (given, call) => ({
      id: `${given.namespace}/${nameOf(given)}`,
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

function nameOf({ statefulSet, deployment = "" }: RolloutInputs): string {
  return statefulSet ?? deployment;
}

function namesOne(given: Partial<RolloutInputs>, unknowns: ReadonlySet<string>): boolean {
  const named = (["statefulSet", "deployment"] as const).filter(
    (kind) => given[kind] !== undefined || unknowns.has(kind),
  );
  return named.length === 1;
}

const oneName = { property: "statefulSet", reason: "or deployment has to be given, and not both" };

/** Another workload is another resource. */
function replacements(changed: FieldChanges): FieldChanges {
  const named = Object.entries(changed).filter(([field]) => identifying.includes(field));
  return Object.fromEntries(named.map(([field, change]) => [field, { ...change, effect: "replace" }]));
}

const identifying: readonly string[] = ["namespace", "statefulSet", "deployment"];

function cannotImport(): ProviderError {
  return new ProviderError(
    "authstack:kubernetes:Rollout can't be imported: it says no more than what the program waits for.",
    "Create it with `pulumi up`; it changes nothing.",
  );
}
