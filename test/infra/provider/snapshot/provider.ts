import { readdirSync } from "node:fs";
import { join } from "node:path";
import { authEvents } from "../../../../stream-config";
import { headers } from "../../../support/nats-client";
import { type OnFinished, temporaryDir } from "../../../support/servers";
import type { Recorded, Wire } from "../engine";
import { type LiveProvider, startLiveProvider } from "../live";
import { readStored, type Stored } from "./contents";

export const token = "authstack:jetstream:Stream";
export const declared = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1 };
export const name = declared.name;
export const acknowledgeDataLoss = [`delete ${name}`];

/** The provider with what tests of snapshots do with a stream. */
export interface SnapshotProvider extends LiveProvider {
  /** Declares the stream and publishes four events, two of them of one subject. */
  readonly filled: (changes?: Wire) => Promise<Recorded>;
  /** Takes a snapshot by deleting such a stream, and returns its folder. */
  readonly deleted: () => Promise<string>;
  readonly restore: (folder: string, changes?: Wire) => Promise<Recorded>;
  readonly messages: () => Promise<number>;
  readonly stored: () => Promise<Stored[]>;
  /** Takes the stream away, and what the provider said. */
  readonly reset: () => Promise<void>;
}

/** Starts a server and the provider, with the rights to take snapshots. */
export async function startSnapshotProvider(finished: OnFinished): Promise<SnapshotProvider> {
  const provider = await startLiveProvider(finished);
  const { nats, engine, api } = provider;
  const filled: SnapshotProvider["filled"] = async (changes = {}) => {
    const stream = await engine.up(token, { ...declared, ...changes });
    await publishFour(provider);
    return stream;
  };
  return {
    ...provider,
    filled,
    deleted: async () => {
      const snapshotBeforeDataLoss = temporaryDir();
      const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss };
      await engine.delete(token, await filled(own));
      return onlyFolder(snapshotBeforeDataLoss);
    },
    restore: (restoreFrom, changes = {}) => engine.up(token, { ...declared, ...changes, restoreFrom }),
    messages: async () => ((await api(`STREAM.INFO.${name}`)).state as { messages: number }).messages,
    stored: async () => readStored(await nats.connectAs("operator"), name),
    reset: async () => {
      await api(`STREAM.DELETE.${name}`).catch(() => undefined);
      engine.messages.length = 0;
    },
  };
}

async function publishFour({ nats }: LiveProvider): Promise<void> {
  const jetStream = (await nats.connectAs("auth-service")).jetstream();
  for (const [index, event] of ["registered", "logged_in", "logged_out", "logged_in"].entries()) {
    const traced = headers();
    traced.append("traceparent", `00-${index}`);
    const options = { headers: traced, msgID: `id-${index}`, timeout: 30_000 };
    await jetStream.publish(`auth.user.${event}`, `{"n":${index}}`, options);
  }
}

/** The path of the only snapshot in a folder. */
export function onlyFolder(parent: string): string {
  const [folder, ...others] = readdirSync(parent);
  if (folder === undefined || others.length > 0) throw new Error(`not one snapshot in ${parent}: ${others}`);
  return join(parent, folder);
}
