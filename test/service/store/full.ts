import type { Redis } from "ioredis";
import { evenWhenFull } from "../../../service/src/store/scripts/even-when-full";

/** redis.conf of a store that is soon full. */
export const smallStore = ["maxmemory 8mb"];

const megabyte = 1_000_000;

/** Fills the store and a megabyte more, so that it stays full whatever is removed but this. */
export async function fill(redis: Redis): Promise<void> {
  await addUntilRefused(redis);
  await redis.eval(`${evenWhenFull}redis.call('SET', KEYS[1], ARGV[1])`, 1, "filler", "x".repeat(megabyte));
}

async function addUntilRefused(redis: Redis): Promise<void> {
  for (let count = 0; ; count += 1) {
    try {
      await redis.set(`filler:${count}`, "x".repeat(megabyte / 10));
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("OOM")) return;
      throw error;
    }
  }
}
