import { isMissing } from "../api/error-codes";
import type { JetStream } from "../api/jetstream";
import type { StreamContent } from "../api/stream-content";
import type { Properties } from "../resource";

/** What STREAM.INFO says. https://docs.nats.io/reference/reference-protocols/nats_api_reference */
export interface LiveStream {
  readonly config: Properties;
  readonly state: StreamContent;
}

/** The live stream, or undefined when there is none. */
export async function findLive(jetStream: JetStream, name: string): Promise<LiveStream | undefined> {
  try {
    const { config, state } = await jetStream.request(`STREAM.INFO.${name}`);
    return { config: config as Properties, state: state as StreamContent };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The number of messages that each subject of the stream has; the server answers in pages. */
export async function messagesBySubject(jetStream: JetStream, name: string): Promise<readonly number[]> {
  const counts: number[] = [];
  for (;;) {
    const page = { subjects_filter: ">", offset: counts.length };
    const { state, total } = await jetStream.request(`STREAM.INFO.${name}`, page);
    const { subjects = {} } = state as { subjects?: Readonly<Record<string, number>> };
    const found = Object.values(subjects);
    counts.push(...found);
    if (found.length === 0 || counts.length >= Number(total ?? 0)) return counts;
  }
}

/** Deletes the stream with all that it holds, unless it is gone already. */
export async function deleteLive(jetStream: JetStream, name: string): Promise<void> {
  await jetStream.request(`STREAM.DELETE.${name}`).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}
