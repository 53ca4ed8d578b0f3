import type { Redis } from "ioredis";
import { keys } from "../store/keys";
import { type Entry, parseEntry } from "./stored-entry";

/** Entries that are read at once, at most. */
export const batchSize = 256;
const blockMilliseconds = 5_000;

/** Entries that are looked through at once for those of one user. */
const pageSize = 64;

/** Reads the outbox on a connection of its own, which waits for entries to come. */
export class OutboxReader {
  readonly #redis: Redis;

  /** Goes where the other connection goes: to another server, when its one has become a replica. */
  readonly #follow = () => this.#redis.disconnect(true);

  /** `redis` is copied and followed. */
  constructor(private readonly redis: Redis) {
    this.#redis = redis.duplicate({
      connectionName: "auth-service-relay",
      enableOfflineQueue: true,
      commandTimeout: undefined,
      blockingTimeout: blockMilliseconds,
      blockingTimeoutGrace: 2_000,
    });
    this.#redis.on("error", () => undefined);
    redis.on("close", this.#follow);
  }

  /**
   * The entries after this id, as soon as there is one; empty after five seconds without, or when the signal says to
   * wait no longer.
   */
  async readAfter(streamId: string, count: number, signal: AbortSignal): Promise<Entry[]> {
    // Nothing but the end of its connection ends a read that waits.
    const interrupt = () => this.#redis.disconnect(true);
    signal.addEventListener("abort", interrupt, { once: true });
    try {
      const block = ["COUNT", count, "BLOCK", blockMilliseconds] as const;
      const reply = await this.#redis.xread(...block, "STREAMS", keys.outbox, streamId);
      const [, entries = []] = reply?.[0] ?? [];
      return entries.map((entry) => parseEntry(...entry));
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  close(): void {
    this.redis.off("close", this.#follow);
    this.#redis.disconnect();
  }
}

/** Some entries from one id on to another, which is in. */
export async function readPage(redis: Redis, from: string, to: string): Promise<Entry[]> {
  const entries = await redis.xrange(keys.outbox, from, to, "COUNT", pageSize);
  return entries.map((entry) => parseEntry(...entry));
}
