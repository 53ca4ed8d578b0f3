import { bytesText, type StreamChange, thousands } from "../../../stream-config";
import type { JetStream } from "../api/jetstream";
import type { StreamContent } from "../api/stream-content";
import { ProviderError, UnreachableError } from "../errors";
import type { Call } from "../resource";
import { allowing, allowingText, isAcknowledged } from "../settings/acknowledge";
import type { Snapshots } from "../snapshot";
import type { StreamInputs } from "./inputs";
import { findLive, type LiveStream } from "./live";
import { countLosses, describeLoss, isHarmless, type Loss } from "./loss";

type Acknowledging = Pick<StreamInputs, "acknowledgeDataLoss">;

/** Shows what the changes would delete from the live stream, and whether an update will be let through. */
export async function warnOfLosses(
  jetStream: JetStream,
  name: string,
  changes: readonly StreamChange[],
  inputs: Partial<StreamInputs>,
  call: Call,
): Promise<void> {
  if (changes.every(({ effect }) => effect !== "losesData")) return;
  const content = await contentOf(jetStream, name, call);
  if (content === undefined) return;
  for (const loss of await countLosses(jetStream, name, content, changes, inputs)) {
    if (isHarmless(loss)) call.inform(describeLoss(loss));
    else if (isAcknowledged(loss.change, inputs.acknowledgeDataLoss)) {
      call.warn(`${describeLoss(loss)}. This is acknowledged.${snapshotFirst(inputs)}`);
    } else {
      call.warn(`${describeLoss(loss)}. The update stops unless the stream has ${allowing([loss.change])}.`);
    }
  }
}

/** The losses that are allowed. Throws ProviderError when a change would delete messages and isn't acknowledged. */
export async function refuseLosses(
  jetStream: JetStream,
  inputs: StreamInputs,
  { state }: LiveStream,
  changes: readonly StreamChange[],
): Promise<readonly Loss[]> {
  const { name, acknowledgeDataLoss } = inputs;
  const losses = (await countLosses(jetStream, name, state, changes, inputs)).filter(
    (loss) => !isHarmless(loss),
  );
  const unforeseen = losses.filter(({ change }) => !isAcknowledged(change, acknowledgeDataLoss));
  if (unforeseen.length === 0) return losses;
  throw new ProviderError(
    `The update would delete messages of stream "${name}" and was not sent: ${unforeseen.map(describeLoss).join("; ")}.`,
    `If that is meant, give the stream ${allowing(unforeseen.map(({ change }) => change))}; it allows exactly this.`,
  );
}

/** Throws ProviderError when the stream holds messages and its deletion isn't acknowledged. */
export function refuseDeletion(
  name: string,
  { messages, bytes }: StreamContent,
  { acknowledgeDataLoss }: Acknowledging,
): void {
  const entry = `delete ${name}`;
  if (messages === 0 || acknowledgeDataLoss?.includes(entry)) return;
  throw new ProviderError(
    `Stream "${name}" was not deleted: it holds ${thousands(messages)} messages, ${bytesText(bytes)}.`,
    `If they may go, give the stream ${allowingText([entry])}, run \`pulumi up\`, then do this again. With deletionPolicy "retain" it stays.`,
  );
}

function snapshotFirst({ snapshotBeforeDataLoss: folder }: Partial<StreamInputs>): string {
  return folder === undefined ? "" : ` A snapshot is taken before, into ${folder}.`;
}

/** Takes the snapshot that is asked for. Throws ProviderError, and then nothing may be lost. */
export async function secure(
  snapshots: Snapshots,
  { name, snapshotBeforeDataLoss: folder }: Pick<StreamInputs, "name" | "snapshotBeforeDataLoss">,
  call: Call,
): Promise<void> {
  if (folder === undefined) return;
  await snapshots.take(name, folder, call).catch((error: unknown) => {
    if (!(error instanceof ProviderError)) throw error;
    throw new ProviderError(`${error.problem} Nothing was changed.`, error.fix, { cause: error });
  });
}

/** What came while the snapshot was taken may not be in it. Throws ProviderError, naming what was not done. */
export async function refuseNewer(
  jetStream: JetStream,
  name: string,
  { last_ts }: StreamContent,
  undone: string,
): Promise<void> {
  const live = await findLive(jetStream, name);
  if (live === undefined || live.state.last_ts === last_ts) return;
  throw new ProviderError(
    `Stream "${name}" ${undone}: messages came while its snapshot was taken, which may be without them.`,
    "Stop what publishes to it, then run this again.",
  );
}

/** A preview goes on when nobody can be asked. */
async function contentOf(jetStream: JetStream, name: string, call: Call): Promise<StreamContent | undefined> {
  try {
    return (await findLive(jetStream, name))?.state;
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    call.warn(`what this deletes from stream "${name}" can't be counted: ${error.message}`);
    return undefined;
  }
}
