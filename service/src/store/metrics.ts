import type { Redis } from "ioredis";
import { Gauge, type Registry } from "prom-client";
import { sharedAnswer } from "../metrics";
import { type ServerState, serverState } from "./server-state";

/** Measures how full the store is at each scrape; without Redis there is nothing to tell. */
export function measureStore(registry: Registry, redis: Redis): void {
  const read = sharedAnswer(() => serverState(redis).catch(() => undefined));
  const share = (name: string, help: string, of: (state: ServerState) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const state = await read();
        if (state === undefined) this.remove({});
        else this.set(of(state));
      },
    });
  share("auth_store_used_ratio", "Part of Redis's memory that is used", ({ usedShare }) => usedShare);
  share(
    "auth_outbox_used_ratio",
    "Part of Redis's memory that the outbox takes",
    ({ outboxShare }) => outboxShare,
  );
}
