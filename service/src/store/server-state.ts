import type { Redis } from "ioredis";
import { keys } from "./keys";

/** What the Redis server says of itself. Shares are of its `maxmemory`, from 0 on; 0 where it has none. */
export interface ServerState {
  /** A replica takes no writes. */
  readonly role: "primary" | "replica";
  /** What counts against `maxmemory`. */
  readonly usedShare: number;
  /** What the outbox takes of it, by Redis's own estimate. */
  readonly outboxShare: number;
}

/** Asks the server, in one round trip. Throws what ioredis throws. https://redis.io/docs/latest/commands/info/ */
export async function serverState(redis: Redis): Promise<ServerState> {
  const [info, outboxBytes] = await Promise.all([
    redis.info("memory", "replication"),
    redis.memory("USAGE", keys.outbox),
  ]);
  const limit = numberIn(info, "maxmemory");
  const used = numberIn(info, "used_memory") - numberIn(info, "mem_not_counted_for_evict");
  const share = (bytes: number) => (limit === 0 ? 0 : bytes / limit);
  return {
    role: /^role:slave\r?$/m.test(info) ? "replica" : "primary",
    usedShare: share(used),
    outboxShare: share(Number(outboxBytes ?? 0)),
  };
}

function numberIn(info: string, field: string): number {
  const [, value = "0"] = new RegExp(`^${field}:(\\d+)\\r?$`, "m").exec(info) ?? [];
  return Number(value);
}
