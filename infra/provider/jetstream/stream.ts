import {
  describeChange,
  fromSeconds,
  type StreamChange,
  streamChanges,
  toSeconds,
} from "../../../stream-config";
import type { Call, Change, CheckContext, Checked, CheckFailure, FieldChanges, Resource } from "../resource";
import { normalise, outputs } from "./fields";
import type { JetStream } from "./jetstream";
import {
  type StreamInputs,
  type StreamState,
  streamDefaults,
  streamFields,
  streamInputs,
} from "./stream-fields";
import { warnOfLosses } from "./stream-guard";
import { createOrAdopt, find, remove, updateLive } from "./stream-live";

/** A JetStream stream. Its data is kept: it is never deleted and created again to make a change. */
export function stream(jetStream: JetStream): Resource<StreamInputs, StreamState> {
  return {
    token: "authstack:jetstream:Stream",
    description: "A JetStream stream.",
    inputs: streamInputs,
    outputs,
    secrets: [],
    check,
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

function check(given: Partial<StreamInputs>, { before, unknowns }: CheckContext<StreamInputs>): Checked {
  const { inputs, failures } = normalise(streamFields, { ...streamDefaults, ...given });
  if (failures.length > 0) return { inputs, failures };
  const complete: Partial<StreamInputs> = {
    ...inputs,
    ...(unknowns.has("maxAge") ? {} : duplicateWindow(inputs)),
  };
  const changes = before === undefined ? [] : streamChanges(before, complete);
  return {
    inputs: complete,
    failures: [
      ...checkWindow(complete),
      ...changes.filter(({ field }) => !unknowns.has(field)).flatMap(refusal),
    ],
  };
}

/** The server's own default, written out so that it shows. */
function duplicateWindow({ duplicateWindow, maxAge }: Partial<StreamInputs>): Partial<StreamInputs> {
  const longest = maxAge === undefined ? 120 : Math.min(120, toSeconds(maxAge));
  return { duplicateWindow: duplicateWindow ?? fromSeconds(longest) };
}

function checkWindow({ duplicateWindow, maxAge }: Partial<StreamInputs>): CheckFailure[] {
  if (duplicateWindow === undefined || maxAge === undefined) return [];
  if (toSeconds(duplicateWindow) <= toSeconds(maxAge)) return [];
  return [{ property: "duplicateWindow", reason: `"${duplicateWindow}" is longer than maxAge, "${maxAge}"` }];
}

function refusal(change: StreamChange): CheckFailure[] {
  if (change.effect !== "refused") return [];
  const { field, reason } = change;
  return [
    {
      property: field,
      reason:
        `${describeChange(change)}: ${reason}, and deleting it to create it again would lose its messages. ` +
        "Declare a second stream and move its clients, or set it back.",
    },
  ];
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
