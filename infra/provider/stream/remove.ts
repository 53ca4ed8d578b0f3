import type { Call, Recorded } from "../resource";
import type { Servers } from "./declare";
import { refuseDeletion, refuseNewer, secure } from "./guard";
import type { StreamInputs } from "./inputs";
import { deleteLive, findLive } from "./live";
import type { StreamState } from "./state";

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
    await refuseNewer(jetStream, id, live.state, "was not deleted");
  }
  await deleteLive(jetStream, id);
}
