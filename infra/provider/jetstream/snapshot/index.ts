import { ProviderError } from "../../errors";
import type { Properties } from "../../resource";
import type { Config } from "../config";
import { type Connection, openConnection } from "../connection";
import type { Snapshot } from "./open";
import { restoreSnapshot } from "./restore";
import { takeSnapshot } from "./take";

export { openSnapshot, type Snapshot } from "./open";

/** Copies of whole streams in files, taken and put back as the user `stream-backup`. */
export interface Snapshots {
  /** Copies the stream into a new folder in `parent`, and returns it. Throws ProviderError. */
  readonly take: (stream: string, parent: string, tell: (message: string) => void) => Promise<string>;
  /** Makes a stream of this configuration from the snapshot. Throws ProviderError; a part of the stream may be left. */
  readonly restore: (
    snapshot: Snapshot,
    config: Properties & { readonly name: string },
    tell: (message: string) => void,
  ) => Promise<void>;
}

/** Snapshots over a connection of their own, made for each. */
export function streamSnapshots(): Snapshots & {
  readonly configure: (config: Config) => void;
  /** Ends what is under way; it fails, and leaves nothing. */
  readonly close: () => Promise<void>;
} {
  let config: Config = {};
  const open = new Set<Connection>();
  const connected = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection = await openConnection(asBackupUser(config));
    open.add(connection);
    return work(connection).finally(() => {
      open.delete(connection);
      return connection.close();
    });
  };
  return {
    configure: (given) => {
      config = given;
    },
    close: async () => {
      await Promise.all([...open].map((connection) => connection.close()));
    },
    take: (stream, parent, tell) => connected((connection) => takeSnapshot(connection, stream, parent, tell)),
    restore: (snapshot, to, tell) =>
      connected((connection) => restoreSnapshot(connection, snapshot, to, tell)),
  };
}

function asBackupUser({ backupSeed, ...config }: Config): Config {
  if (backupSeed !== undefined) return { ...config, user: "stream-backup", seed: backupSeed };
  throw new ProviderError(
    "A snapshot is taken and restored as the user stream-backup, whose seed this provider doesn't have.",
    "Give the provider its backupSeed, or leave snapshotBeforeDataLoss and restoreFrom out.",
  );
}
