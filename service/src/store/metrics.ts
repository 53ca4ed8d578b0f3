import type { Redis } from "ioredis";
import { measure, measured, type Registry, sharedAnswer } from "../metrics";
import { serverState } from "./server-state";

/** Measures how full the store is; without Redis there is nothing to tell. */
export function measureStore(registry: Registry, redis: Redis): void {
  const read = sharedAnswer(() => serverState(redis).catch(() => undefined));
  measure(registry, measured.storeUsed, async () => (await read())?.usedShare);
  measure(registry, measured.outboxUsed, async () => (await read())?.outboxShare);
}
