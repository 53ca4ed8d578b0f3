import { serverDecides, streamDefaults as serverDefaults, streamSettings } from "../../../stream-config";
import { decodeFields, otherSettings } from "../../../stream-config/settings/wire";
import type { JetStream } from "../api/jetstream";
import type { Properties } from "../resource";
import type { OtherSettings } from "../settings/other-settings";
import type { StreamInputs } from "./inputs";
import { findLive } from "./live";

/** What a program that doesn't say gets. `duplicateWindow` depends on maxAge. */
export const streamDefaults = { ...serverDefaults, deletionPolicy: "retain" } as const;

/** A stream as it is: everything that has a default is there. */
export type StreamState = StreamInputs &
  Required<Pick<StreamInputs, keyof typeof streamDefaults>> &
  OtherSettings;

/** The live stream as a program would write it, or undefined when there is none. */
export async function find(
  jetStream: JetStream,
  name: string,
  recorded: StreamInputs | undefined,
): Promise<StreamState | undefined> {
  const live = await findLive(jetStream, name);
  return live && toState(live, recorded ?? {});
}

/** What is a program's own in a stream: the server knows nothing of it. */
type OwnInputs = Pick<
  StreamInputs,
  "deletionPolicy" | "acknowledgeDataLoss" | "snapshotBeforeDataLoss" | "restoreFrom"
>;

/** The configuration in an answer of the API, as a program would write it. */
export function toState(
  { config }: { readonly config?: unknown },
  { deletionPolicy, acknowledgeDataLoss, snapshotBeforeDataLoss, restoreFrom }: OwnInputs,
): StreamState {
  const live = config as Properties;
  const others = otherSettings(streamSettings, serverDecides, live);
  return {
    ...decodeFields(streamSettings, live),
    deletionPolicy: deletionPolicy ?? "retain",
    ...(acknowledgeDataLoss && { acknowledgeDataLoss }),
    ...(snapshotBeforeDataLoss && { snapshotBeforeDataLoss }),
    ...(restoreFrom && { restoreFrom }),
    ...(others && { otherSettings: others }),
  } as StreamState;
}
