import { basename } from "node:path";
import { streamSettings } from "../../../stream-config";
import { encodeFields } from "../../../stream-config/settings/wire";
import type { JetStream } from "../api/jetstream";
import { ProviderError } from "../errors";
import type { Properties } from "../resource";
import type { Snapshot } from "../snapshot";
import type { StreamInputs } from "./inputs";
import { deleteLive, findLive, type LiveStream } from "./live";

/** Metadata of a stream that isn't wholly restored, with the snapshot's name. */
const mark = "auth-stack.restoring";

/**
 * The configuration of a stream while it is restored: as the snapshot has it, with limits and all, but marked, with copies
 * where they shall be, and with subjects that nobody publishes to.
 */
export function restoringConfig(
  { dir, config }: Snapshot,
  inputs: StreamInputs,
): Properties & { readonly name: string } {
  const { num_replicas, placement } = encodeFields(streamSettings, inputs);
  const metadata = { ...metadataOf(config), [mark]: basename(dir) };
  const subjects = config.subjects === undefined ? {} : { subjects: [`_RESTORING.${config.name}`] };
  return { ...config, ...subjects, sealed: false, num_replicas, placement, metadata };
}

/** Whether the stream is what an interrupted restore has left. */
export function isPart({ config }: LiveStream): boolean {
  return mark in metadataOf(config);
}

/** Throws ProviderError when the stream may lack messages because its restore was interrupted. */
export function refusePart(live: LiveStream, name: string): void {
  if (!isPart(live)) return;
  throw new ProviderError(
    `Stream "${name}" is what an interrupted restore has left, and was not taken over: messages may be missing.`,
    "Give it its restoreFrom again, and it is made anew; or delete it, with `nats stream rm`.",
  );
}

/** Deletes the stream if it is what an interrupted restore has left. */
export async function discardPart(jetStream: JetStream, name: string): Promise<void> {
  const live = await findLive(jetStream, name);
  if (live === undefined || !isPart(live)) return;
  await deleteLive(jetStream, name);
}

function metadataOf({ metadata }: Properties): Properties {
  return (metadata ?? {}) as Properties;
}
