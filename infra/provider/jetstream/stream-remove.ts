import { ProviderError } from "../errors";
import type { Call, Recorded } from "../resource";
import type { JetStream } from "./jetstream";
import type { StreamInputs, StreamState } from "./stream-fields";
import { refuseDeletion, secure } from "./stream-guard";
import type { Servers } from "./stream-live";
import { findLive, isMissing, type StreamContent } from "./stream-state";

/** Deletes the stream if its policy says so. Throws ProviderError when it holds messages that nobody gave up. */
export async function remove(
  { jetStream, snapshots }: Servers,
  { id, inputs, state }: Recorded<StreamInputs, StreamState>,
  call: Call,
): Promise<void> {
  if (state.deletionPolicy === "retain") {
    call.inform(`stream "${id}" and its messages stay on the server (deletionPolicy "retain")`);
    return;
  }
  const live = await findLive(jetStream, id);
  if (live === undefined) return;
  refuseDeletion(id, live.state, inputs);
  if (live.state.messages > 0 && inputs.snapshotBeforeDataLoss !== undefined) {
    await secure(snapshots, { ...inputs, name: id }, call);
    await refuseNewer(jetStream, id, live.state);
  }
  await jetStream.request(`STREAM.DELETE.${id}`).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** What came while the snapshot was taken may not be in it. */
async function refuseNewer(jetStream: JetStream, name: string, { last_ts }: StreamContent): Promise<void> {
  const live = await findLive(jetStream, name);
  if (live === undefined || live.state.last_ts === last_ts) return;
  throw new ProviderError(
    `Stream "${name}" was not deleted: messages came while its snapshot was taken, which may be without them.`,
    "Stop what publishes to it, then run this again.",
  );
}
