import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { evenWhenFull } from "../../../service/src/store/script";
import { serverState } from "../../../service/src/store/server-state";

/** redis.conf of a store that is soon full. */
export const smallStore = ["maxmemory 8mb"];

/** Takes this share of the store's memory with what nobody removes; more than 1 leaves it full whatever is removed. */
export async function fillTo(redis: Redis, share: number): Promise<void> {
  const script = `${evenWhenFull}redis.call('SET', KEYS[1], ARGV[1])`;
  for (let count = 0; (await serverState(redis)).usedShare < share; count += 1) {
    await redis.eval(script, 1, `filler:${count}`, "x".repeat(40_000));
  }
}

/** Removes what `fillTo` has added. */
export async function unfill(redis: Redis): Promise<void> {
  for await (const found of redis.scanStream({ match: "filler:*", count: 1_000 })) {
    for (const key of found as string[]) await redis.del(key);
  }
}

/** How readiness sees the store. */
export async function roomOf(admin: FastifyInstance): Promise<{ status: number; sheds: readonly string[] }> {
  const response = await admin.inject("/health/ready");
  return { status: response.statusCode, sheds: response.json().store.sheds };
}
