import { streamChanges } from "../../../stream-config";
import type { Call, Change, FieldChanges, Resource } from "../resource";
import { outputs } from "./fields";
import type { JetStream } from "./jetstream";
import { checkStream } from "./stream-check";
import type { StreamInputs, StreamState } from "./stream-fields";
import { warnOfLosses } from "./stream-guard";
import { streamInputs } from "./stream-inputs";
import { createOrAdopt, find, remove, updateLive } from "./stream-live";

/** A JetStream stream. Its data is kept: it is never deleted and created again to make a change. */
export function stream(jetStream: JetStream): Resource<StreamInputs, StreamState> {
  return {
    token: "authstack:jetstream:Stream",
    description: "A JetStream stream.",
    inputs: streamInputs,
    outputs,
    secrets: [],
    check: checkStream,
    diff: (change, changed, call) => diff(jetStream, change, changed, call),
    create: async (inputs, call) => ({
      id: inputs.name,
      state: await createOrAdopt(jetStream, inputs, call),
    }),
    read: async (id, recorded) => {
      const state = await find(jetStream, id, recorded);
      if (state === undefined) return undefined;
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: async ({ inputs }) => updateLive(jetStream, inputs),
    delete: (recorded, call) => remove(jetStream, recorded, call),
  };
}

/** An acknowledgement by itself changes nothing. */
async function diff(
  jetStream: JetStream,
  { id, before, inputs }: Change<Partial<StreamInputs>, StreamState>,
  changed: FieldChanges,
  call: Call,
): Promise<FieldChanges> {
  const { acknowledgeDataLoss: _, ...changes } = changed;
  await warnOfLosses(jetStream, id, streamChanges(before, inputs), inputs, call);
  return withOthers(before, changes);
}

/** Settings that this resource doesn't know are drift too: the next update takes them away. */
function withOthers({ otherSettings }: StreamState, changed: FieldChanges): FieldChanges {
  if (otherSettings === undefined) return changed;
  return { ...changed, otherSettings: { kind: "delete", effect: "update", of: "output" } };
}
