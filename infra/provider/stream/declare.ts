import {
  describeChange,
  type StreamChange,
  streamChanges,
  streamSettings,
  subjectsOverlap,
} from "../../../stream-config";
import { encodeFields } from "../../../stream-config/settings/wire";
import { errorCodes, hasCode } from "../api/error-codes";
import type { JetStream } from "../api/jetstream";
import { ProviderError } from "../errors";
import type { Call } from "../resource";
import type { Snapshots } from "../snapshot";
import { refuseLosses, refuseNewer, secure } from "./guard";
import type { StreamInputs } from "./inputs";
import { refusePart } from "./interrupted-restore";
import { findLive, type LiveStream } from "./live";
import type { Loss } from "./loss";
import { type StreamState, toState } from "./state";
import { encodeOnto, sendUpdate } from "./update";

/** The servers as a stream's operations use them. */
export interface Servers {
  readonly jetStream: JetStream;
  readonly snapshots: Snapshots;
}

/**
 * Creates the stream, or takes over the one of this name: an interrupted `pulumi up` may have created it, and a retained
 * stream may be there from before. Throws ProviderError when taking it over would delete messages.
 */
export async function createOrAdopt(
  servers: Servers,
  inputs: StreamInputs,
  call: Call,
): Promise<StreamState> {
  try {
    const answer = await servers.jetStream.request(
      `STREAM.CREATE.${inputs.name}`,
      encodeFields(streamSettings, inputs),
    );
    return toState(answer, inputs);
  } catch (error) {
    if (!hasCode(error, errorCodes.streamNameInUse)) throw error;
    return adopt(servers, inputs, call);
  }
}

/** Takes over the live stream of this name. Throws ProviderError when that is impossible or would delete messages. */
export async function adopt(servers: Servers, inputs: StreamInputs, call: Call): Promise<StreamState> {
  const live = await findLive(servers.jetStream, inputs.name);
  if (live === undefined) throw new Error(`stream ${inputs.name} vanished while it was adopted`);
  refusePart(live, inputs.name);
  refuseForeign(live, inputs);
  const changes = streamChanges(toState(live, inputs), inputs);
  requirePossible(changes, inputs);
  const answer = await send(servers, inputs, live, call);
  call.inform(
    `stream "${inputs.name}" existed already and was adopted; changed: ${changes.map(describeChange).join("; ") || "nothing"}`,
  );
  return answer;
}

/** Throws ProviderError when the server would refuse a change. */
export function requirePossible(changes: readonly StreamChange[], { name }: StreamInputs): void {
  const impossible = changes.filter(({ effect }) => effect === "refused");
  if (impossible.length === 0) return;
  throw new ProviderError(
    `Stream "${name}" exists already and can't become what is declared: ${impossible.map(describeChange).join("; ")}.`,
    `Import it with \`pulumi import authstack:jetstream:Stream <resource name> ${name}\` and declare it as it is, or choose another name.`,
  );
}

/** A stream that shares no subject with the declared one is somebody else's. */
function refuseForeign({ config }: LiveStream, { name, subjects = [] }: StreamInputs): void {
  const theirs = Array.isArray(config.subjects) ? config.subjects.map(String) : [];
  const shared = theirs.some((one) => subjects.some((other) => subjectsOverlap(one, other)));
  if (shared || theirs.length === 0 || subjects.length === 0) return;
  throw new ProviderError(
    `A stream "${name}" exists already and isn't this one: it stores ${theirs.join(", ")}, not ${subjects.join(", ")}.`,
    `Choose another name; or, if it is meant, import it with \`pulumi import authstack:jetstream:Stream <resource name> ${name}\`.`,
  );
}

/** Makes the live stream what the inputs say. Throws ProviderError when it is gone, or would lose messages. */
export async function updateLive(servers: Servers, inputs: StreamInputs, call: Call): Promise<StreamState> {
  const live = await findLive(servers.jetStream, inputs.name);
  if (live !== undefined) return send(servers, inputs, live, call);
  throw new ProviderError(
    `Stream "${inputs.name}" is gone from the server.`,
    "Run `pulumi up --refresh` to create it again.",
  );
}

async function send(
  { jetStream, snapshots }: Servers,
  inputs: StreamInputs,
  live: LiveStream,
  call: Call,
): Promise<StreamState> {
  const changes = streamChanges(toState(live, inputs), inputs);
  const losses = await refuseLosses(jetStream, inputs, live, changes);
  if (losses.length > 0) await secure(snapshots, inputs, call);
  if (losses.some(takesNewest) && inputs.snapshotBeforeDataLoss !== undefined) {
    await refuseNewer(jetStream, inputs.name, live.state, "was not changed");
  }
  return toState(await sendUpdate(jetStream, encodeOnto(inputs, live)), inputs);
}

/** Limits delete the oldest messages, another retention any. */
function takesNewest({ change }: Loss): boolean {
  return change.field === "retention";
}
