import type { Redis } from "ioredis";
import { keys } from "../store/keys";
import { writtenAt } from "./stored-entry";

/** How much is in the outbox, and for how long. */
export interface OutboxState {
  /** Events that are not yet in JetStream. */
  readonly waiting: number;
  /** Age of the oldest of them by Redis's clock; 0 where there is none. */
  readonly oldestSeconds: number;
  /** Events that the server refused for good. */
  readonly parked: number;
}

/** Looks at the outbox. Throws when Redis can't serve. */
export async function outboxState(redis: Redis): Promise<OutboxState> {
  const [[seconds], waiting, [oldest], parked] = await Promise.all([
    redis.time(),
    redis.xlen(keys.outbox),
    redis.xrange(keys.outbox, "-", "+", "COUNT", 1),
    redis.xlen(keys.parked),
  ]);
  return { waiting, oldestSeconds: oldest ? ageOf(oldest[0], Number(seconds)) : 0, parked };
}

function ageOf(streamId: string, now: number): number {
  return Math.max(0, now - writtenAt({ streamId }) / 1000);
}
