import { streamChanges } from "../../../stream-config";
import type { JetStream, JetStreamDuring } from "../api/jetstream";
import type { Call, Change, FieldChanges, Resource } from "../resource";
import { tellNeedless } from "../settings/acknowledge";
import { outputs, withOthers } from "../settings/other-settings";
import type { Snapshots } from "../snapshot";
import { checkStream } from "./check";
import { createOrAdopt, type Servers, updateLive } from "./declare";
import { warnOfLosses } from "./guard";
import { type StreamInputs, streamInputs } from "./inputs";
import { remove } from "./remove";
import { createFromSnapshot } from "./restore";
import { find, type StreamState } from "./state";

/** A JetStream stream. Its data is kept: it is never deleted and created again to make a change. */
export function stream(during: JetStreamDuring, snapshots: Snapshots): Resource<StreamInputs, StreamState> {
  const serversDuring = (call: Call): Servers => ({ jetStream: during(call), snapshots });
  return {
    token: "authstack:jetstream:Stream",
    description: "A JetStream stream.",
    inputs: streamInputs,
    outputs,
    secrets: [],
    check: checkStream,
    diff: (change, changed, call) => diff(during(call), change, changed, call),
    create: async (inputs, call) => ({
      id: inputs.name,
      state: await create(serversDuring(call), inputs, call),
    }),
    read: async (id, recorded, call) => {
      const state = await find(during(call), id, recorded);
      if (state === undefined) return undefined;
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: async ({ inputs }, call) => updateLive(serversDuring(call), inputs, call),
    delete: (recorded, call) => remove(serversDuring(call), recorded, call),
  };
}

function create(servers: Servers, inputs: StreamInputs, call: Call): Promise<StreamState> {
  const { restoreFrom } = inputs;
  if (restoreFrom === undefined) return createOrAdopt(servers, inputs, call);
  return createFromSnapshot(servers, { ...inputs, restoreFrom }, call);
}

/** What allows and secures a change changes nothing by itself, and what counts at creation comes too late. */
async function diff(
  jetStream: JetStream,
  change: Change<Partial<StreamInputs>, StreamState>,
  changed: FieldChanges,
  call: Call,
): Promise<FieldChanges> {
  if (change.inputsOf === "program") await tellConsequences(jetStream, change, changed, call);
  const { acknowledgeDataLoss: _, snapshotBeforeDataLoss: __, restoreFrom: ___, ...changes } = changed;
  return withOthers(change.before, changes);
}

async function tellConsequences(
  jetStream: JetStream,
  { id, before, inputs }: Change<Partial<StreamInputs>, StreamState>,
  { restoreFrom }: FieldChanges,
  call: Call,
): Promise<void> {
  if (restoreFrom !== undefined && restoreFrom.kind !== "delete") {
    call.warn(
      `restoreFrom counts only when a stream is created; "${id}" exists, and nothing is restored into it.`,
    );
  }
  const pending = streamChanges(before, inputs);
  await warnOfLosses(jetStream, id, pending, inputs, call);
  tellNeedless(pending, inputs.acknowledgeDataLoss, call);
}
