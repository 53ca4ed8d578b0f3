import type { Redis } from "ioredis";
import { Gauge, type Registry } from "prom-client";
import { sharedAnswer } from "../metrics";
import { outboxState } from "./outbox-state";

/** Measures the outbox at each scrape; without Redis there is nothing to tell. */
export function measureOutbox(registry: Registry, redis: Redis): void {
  const registers = [registry];
  const read = sharedAnswer(() => outboxState(redis).catch(() => undefined));
  new Gauge({
    name: "auth_outbox_events",
    help: "Events in the outbox (state waiting) and those refused for good (state parked)",
    labelNames: ["state"],
    registers,
    async collect() {
      const state = await read();
      this.reset();
      if (state === undefined) return;
      this.set({ state: "waiting" }, state.waiting);
      this.set({ state: "parked" }, state.parked);
    },
  });
  new Gauge({
    name: "auth_outbox_oldest_age_seconds",
    help: "Age of the oldest event in the outbox; 0 when it is empty",
    registers,
    async collect() {
      const state = await read();
      if (state === undefined) this.remove({});
      else this.set(state.oldestSeconds);
    },
  });
}
