import type { Redis } from "ioredis";
import { keys } from "../store/keys";
import { parseEntry, type StoredEntry, type UnreadableEntry } from "./stored-entry";

/** Entries that are read at once, at most. */
export const batchSize = 256;
const blockMilliseconds = 5_000;

/** Reads the outbox from its oldest entry on a connection of its own, which waits for entries to come. */
export class OutboxReader {
  readonly #redis: Redis;

  /** `redis` is only copied. */
  constructor(redis: Redis) {
    this.#redis = redis.duplicate({
      connectionName: "auth-service-relay",
      enableOfflineQueue: true,
      commandTimeout: undefined,
      blockingTimeout: blockMilliseconds,
      blockingTimeoutGrace: 2_000,
    });
    this.#redis.on("error", () => undefined);
  }

  /** The oldest entries, as soon as there is one; empty after five seconds without. */
  async read(): Promise<(StoredEntry | UnreadableEntry)[]> {
    const reply = await this.#redis.xread(
      "COUNT",
      batchSize,
      "BLOCK",
      blockMilliseconds,
      "STREAMS",
      keys.outbox,
      0,
    );
    const [, entries = []] = reply?.[0] ?? [];
    return entries.map(([streamId, fields]) => parseEntry(streamId, fields));
  }

  /** Ends a waiting read, which then throws. */
  close(): void {
    this.#redis.disconnect();
  }
}
