import { setTimeout as sleep } from "node:timers/promises";
import { bytesText, describeChange, streamChanges, thousands } from "../../../stream-config";
import type { JetStream } from "../api/jetstream";
import { NoQuorumError, ProviderError, UnreachableError } from "../errors";
import type { Call } from "../resource";
import { openSnapshot, type Snapshot } from "../snapshot";
import { adopt, requirePossible, type Servers } from "./declare";
import { refuseLosses } from "./guard";
import type { StreamInputs } from "./inputs";
import { discardPart, isPart, restoringConfig } from "./interrupted-restore";
import { findLive, type LiveStream } from "./live";
import { type StreamState, toState } from "./state";
import { encodeOnto, sendUpdate } from "./update";

type Restoring = StreamInputs & { readonly restoreFrom: string };

/**
 * Creates the stream with the messages, sequences and consumers of the snapshot, then makes its configuration the declared
 * one. Until that is done it stores nothing new and is marked, so that a part which an interruption leaves is known and
 * made anew. Never touches another stream of that name. Throws ProviderError.
 */
export async function createFromSnapshot(
  servers: Servers,
  inputs: Restoring,
  call: Call,
): Promise<StreamState> {
  const snapshot = await openSnapshot(inputs.restoreFrom);
  requireName(snapshot, inputs);
  const live = await findLive(servers.jetStream, inputs.name);
  if (live !== undefined && !isPart(live)) {
    requireContent(live, snapshot);
    return adopt(servers, inputs, call);
  }
  await discardPart(servers.jetStream, inputs.name);
  try {
    await servers.snapshots.restore(snapshot, restoringConfig(snapshot, inputs), call);
    return await complete(servers.jetStream, snapshot, inputs, call);
  } catch (error) {
    // A request without an answer may have been carried out: then the stream takes messages, and isn't to be deleted.
    if (error instanceof UnreachableError) throw error;
    // Where it can't be done now, the next run does it.
    await discardPart(servers.jetStream, inputs.name).catch(() => undefined);
    throw error;
  }
}

function requireName({ dir, config }: Snapshot, { name }: Restoring): void {
  if (config.name === name) return;
  throw new ProviderError(
    `The snapshot ${dir} is of stream "${config.name}"; it can't become stream "${name}".`,
    "Name a snapshot of this stream: messages carry checksums with the stream's name.",
  );
}

/** A stream that holds just this was restored by a run that was interrupted afterwards. */
function requireContent({ state }: LiveStream, { config, dir, state: expected }: Snapshot): void {
  const counters = ["messages", "bytes", "first_ts", "last_ts"] as const;
  if (counters.every((counter) => state[counter] === expected[counter])) return;
  throw new ProviderError(
    `Stream "${config.name}" exists already, with ${thousands(state.messages)} messages, ${bytesText(state.bytes)}; nothing was restored from ${dir}.`,
    "A snapshot is restored only where there is no stream. Leave restoreFrom out to take this one over as it is, or delete it first.",
  );
}

/** What the declared configuration deletes of the snapshot needs to be acknowledged, as with any stream. */
async function complete(
  jetStream: JetStream,
  snapshot: Snapshot,
  inputs: Restoring,
  call: Call,
): Promise<StreamState> {
  const live = await findRestored(jetStream, inputs.name);
  const changes = streamChanges(toState(snapshot, inputs), inputs);
  requirePossible(changes, inputs);
  await refuseLosses(jetStream, inputs, live, changes);
  const answer = await sendUpdate(jetStream, encodeOnto(inputs, live));
  call.inform(describeRestored(snapshot, live));
  if (changes.length > 0) call.inform(`changed after that: ${changes.map(describeChange).join("; ")}`);
  return toState(answer, inputs);
}

const patience = 30_000;

/** In a cluster a new stream has no leader for a moment, and nobody to say that it is there. */
async function findRestored(jetStream: JetStream, name: string): Promise<LiveStream> {
  const deadline = Date.now() + patience;
  for (;;) {
    const live = await findLive(jetStream, name).catch((error: unknown) => {
      if (!(error instanceof NoQuorumError) || Date.now() > deadline) throw error;
    });
    if (live) return live;
    if (Date.now() > deadline) throw new Error(`stream ${name} vanished while it was restored`);
    await sleep(200);
  }
}

/** The limits have been at work since the snapshot was taken. */
function describeRestored({ dir, checksums, state: { messages } }: Snapshot, { state }: LiveStream): string {
  const unchecked = checksums === "unchecked" ? ", which has no checksums" : "";
  return `restored ${thousands(state.messages)} of ${thousands(messages)} messages from ${dir}${unchecked}`;
}
