import type { Config } from "../api/config";
import { type Connection, openConnection } from "../api/connection";
import { type EndReason, explainEnded } from "../api/failures";
import { awaitFor, type Limited, whenEnded } from "../api/time-limits";
import { ProviderError } from "../errors";
import type { Call, Properties } from "../resource";
import type { Snapshot } from "./open";
import { restoreSnapshot } from "./restore";
import { takeSnapshot } from "./take";

export { openSnapshot, type Snapshot } from "./open";

/** Copies of whole streams in files, taken and put back as the user `stream-backup`. */
export interface Snapshots {
  /** Copies the stream into a new folder in `parent`, and returns it. Throws ProviderError. */
  readonly take: (stream: string, parent: string, call: Call) => Promise<string>;
  /** Makes a stream of this configuration from the snapshot. Throws ProviderError; a part of the stream may be left. */
  readonly restore: (
    snapshot: Snapshot,
    config: Properties & { readonly name: string },
    call: Call,
  ) => Promise<void>;
}

/** Snapshots over a connection of their own, made for each; it ends when the operation has to. */
export function streamSnapshots(): Snapshots & {
  readonly configure: (config: Config) => void;
} {
  let config: Config = {};
  const connect = () => openConnection(asBackupUser(config));
  return {
    configure: (given) => {
      config = given;
    },
    take: (stream, parent, call) =>
      connected(connect, { call: `STREAM.SNAPSHOT.${stream}`, limits: call }, (connection) =>
        takeSnapshot(connection, stream, parent, call.inform),
      ),
    restore: (snapshot, to, call) =>
      connected(connect, { call: `STREAM.RESTORE.${to.name}`, limits: call }, (connection) =>
        restoreSnapshot(connection, snapshot, to, call.inform),
      ),
  };
}

async function connected<Result>(
  connect: () => Promise<Connection>,
  limited: Limited,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectWithin(connect(), limited);
  let ended: EndReason | undefined;
  const end = whenEnded(limited.limits, (reason) => {
    ended = reason;
    void connection.close();
  });
  try {
    return await work(connection);
  } catch (error) {
    throw ended !== undefined && error instanceof ProviderError ? explainEnded(ended, error) : error;
  } finally {
    end.cancel();
    await connection.close();
  }
}

/** A connection that comes too late is let go of. */
async function connectWithin(opening: Promise<Connection>, limited: Limited): Promise<Connection> {
  try {
    return await awaitFor(limited, opening);
  } catch (error) {
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
    throw error;
  }
}

function asBackupUser({ backupSeed, ...config }: Config): Config {
  if (backupSeed !== undefined) return { ...config, user: "stream-backup", seed: backupSeed };
  throw new ProviderError(
    "A snapshot is taken and restored as the user stream-backup, whose seed this provider doesn't have.",
    "Give the provider its backupSeed, or leave snapshotBeforeDataLoss and restoreFrom out.",
  );
}
