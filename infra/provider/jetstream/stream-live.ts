import { describeChange, streamChanges } from "../../../stream-config";
import { ProviderError } from "../errors";
import type { Call, Properties } from "../resource";
import { decodeFields, encodeFields, otherSettings } from "./fields";
import { type JetStream, JetStreamError } from "./jetstream";
import { type StreamInputs, type StreamState, streamFields } from "./stream-fields";

/**
 * Creates the stream, or takes over the one of this name: an interrupted `pulumi up` may have created it, and a retained
 * stream may be there from before. Throws ProviderError when taking it over would delete messages.
 */
export async function createOrAdopt(
  jetStream: JetStream,
  inputs: StreamInputs,
  call: Call,
): Promise<StreamState> {
  try {
    const answer = await jetStream.request(
      `STREAM.CREATE.${inputs.name}`,
      encodeFields(streamFields, inputs),
    );
    return toState(answer, inputs.deletionPolicy);
  } catch (error) {
    if (!(error instanceof JetStreamError) || error.errCode !== errors.nameInUse) throw error;
    return adopt(jetStream, inputs, call);
  }
}

async function adopt(jetStream: JetStream, inputs: StreamInputs, call: Call): Promise<StreamState> {
  const live = await find(jetStream, inputs.name, inputs.deletionPolicy);
  if (live === undefined) throw new Error(`stream ${inputs.name} vanished while it was adopted`);
  const changes = streamChanges(live, inputs);
  const unsafe = changes.filter(({ effect }) => effect !== "safe");
  if (unsafe.length > 0) {
    throw new ProviderError(
      `Stream "${inputs.name}" exists already, and adopting it would delete messages or is impossible: ${unsafe.map(describeChange).join("; ")}.`,
      `Import it with \`pulumi import authstack:jetstream:Stream <resource name> ${inputs.name}\`, then change it step by step.`,
    );
  }
  call.inform(
    `stream "${inputs.name}" existed already and was adopted; changed: ${changes.map(describeChange).join("; ")}`,
  );
  return updateLive(jetStream, inputs);
}

/** Makes the live stream what the inputs say. Throws ProviderError when it is gone. */
export async function updateLive(jetStream: JetStream, inputs: StreamInputs): Promise<StreamState> {
  try {
    const answer = await jetStream.request(
      `STREAM.UPDATE.${inputs.name}`,
      encodeFields(streamFields, inputs),
    );
    return toState(answer, inputs.deletionPolicy);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new ProviderError(
      `Stream "${inputs.name}" is gone from the server.`,
      "Run `pulumi up --refresh` to create it again.",
      { cause: error },
    );
  }
}

/** Deletes the stream if its policy says so. */
export async function remove(
  jetStream: JetStream,
  name: string,
  state: StreamState,
  call: Call,
): Promise<void> {
  if (state.deletionPolicy === "retain") {
    call.inform(`stream "${name}" and its messages stay on the server (deletionPolicy "retain")`);
    return;
  }
  await jetStream.request(`STREAM.DELETE.${name}`).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** The live stream, or undefined when there is none. */
export async function find(
  jetStream: JetStream,
  name: string,
  deletionPolicy: StreamInputs["deletionPolicy"],
): Promise<StreamState | undefined> {
  try {
    return toState(await jetStream.request(`STREAM.INFO.${name}`), deletionPolicy);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The configuration in an answer of the API, as a program would write it. */
function toState({ config }: Properties, deletionPolicy: StreamInputs["deletionPolicy"]): StreamState {
  const live = config as Properties;
  const others = otherSettings(streamFields, {}, live);
  return {
    ...decodeFields(streamFields, live),
    deletionPolicy: deletionPolicy ?? "retain",
    ...(others && { otherSettings: others }),
  } as StreamState;
}

/** https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const errors = { nameInUse: 10_058, notFound: 10_059 } as const;

function isMissing(error: unknown): boolean {
  return error instanceof JetStreamError && error.errCode === errors.notFound;
}
