import type { Redis } from "ioredis";
import { measure, measured, measureEach, type Registry, sharedAnswer } from "../metrics";
import { outboxState } from "./outbox-state";

/** Measures the outbox; without Redis there is nothing to tell. */
export function measureOutbox(registry: Registry, redis: Redis): void {
  const read = sharedAnswer(() => outboxState(redis).catch(() => undefined));
  measureEach(registry, measured.outboxEvents, async () => {
    const { waiting, parked } = (await read()) ?? {};
    return waiting === undefined || parked === undefined ? [] : Object.entries({ waiting, parked });
  });
  measure(registry, measured.outboxOldestAge, async () => (await read())?.oldestSeconds);
}
