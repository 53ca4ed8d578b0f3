import { type Change, isLossy, isWithin } from "../../../stream-config";
import type { JetStream } from "../api/jetstream";
import { ProviderError, UnreachableError } from "../errors";
import { allowingText } from "../settings/acknowledge";
import { findLive } from "../stream/live";

/** What else a change does in a stream of retention "interest". */
export const messagesGo =
  "its stream keeps a message only while a consumer waits for it, so those that none waits for any more are deleted at once";

/**
 * The changes as they are in the consumer's stream. Where retention is "interest", a filter that lets fewer messages
 * through deletes some, and so does a replacement. Asks the live stream; a preview goes on when nobody can be asked.
 */
export async function withInterest(
  jetStream: JetStream,
  stream: string,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  if (!changes.some(endsInterest) || !(await keepsForConsumers(jetStream, stream))) return changes;
  return changes.map((change) =>
    endsInterest(change)
      ? { ...change, effect: isLossy(change) ? change.effect : "losesData", reason: messagesGo }
      : change,
  );
}

/** Throws ProviderError when the consumer's deletion would delete messages of its stream and isn't acknowledged. */
export async function refuseInterestLoss(
  jetStream: JetStream,
  id: string,
  stream: string,
  acknowledged: readonly string[] = [],
): Promise<void> {
  const entry = `delete ${id}`;
  if (acknowledged.includes(entry) || !(await keepsForConsumers(jetStream, stream))) return;
  throw new ProviderError(
    `Consumer "${id}" was not deleted: ${messagesGo}.`,
    `If they may go, give the consumer ${allowingText([entry])}, run \`pulumi up\`, then do this again. With deletionPolicy "retain" it stays.`,
  );
}

function endsInterest({ field, effect, from, to }: Change): boolean {
  if (effect === "replacement") return true;
  return field === "filterSubjects" && !filtersOf(from).every((one) => isCovered(one, filtersOf(to)));
}

function isCovered(one: string, filters: readonly string[]): boolean {
  return filters.some((other) => isWithin(one, other));
}

/** No filter lets all through. */
function filtersOf(value: unknown): readonly string[] {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : [">"];
}

async function keepsForConsumers(jetStream: JetStream, name: string): Promise<boolean> {
  try {
    return (await findLive(jetStream, name))?.config.retention === "interest";
  } catch (error) {
    if (error instanceof UnreachableError) return false;
    throw error;
  }
}
