import type { Redis } from "ioredis";
import { serverState } from "./server-state";
import { type Filling, shedIn } from "./shedding";

const periodMilliseconds = 1_000;

/** Each reconnecting ends what is under way, reads too, which a replica serves. */
const reconnectMilliseconds = 5_000;

/**
 * Looks at the Redis server once a second, so that no request has to ask for the room that is left. A kept connection
 * stays with its server when that becomes a replica, where no write succeeds ever again; so it is made anew by the name,
 * which leads to the new primary sooner or later.
 */
export class StoreWatch {
  #timer: NodeJS.Timeout | undefined;
  #shed: readonly Filling[] = [];
  #reconnectedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly redis: Redis,
    private readonly onReplica: () => void,
  ) {}

  /** Whether there is no room for this now, as far as we know. */
  sheds(filling: Filling): boolean {
    return this.#shed.includes(filling);
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), periodMilliseconds);
    this.redis.on("ready", () => void this.#look());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.redis.status !== "ready") return;
    const state = await serverState(this.redis).catch(() => undefined);
    if (state === undefined) return;
    this.#shed = shedIn(state);
    if (state.role === "replica") this.#reconnect();
  }

  #reconnect(): void {
    const now = performance.now();
    if (now - this.#reconnectedAt < reconnectMilliseconds) return;
    this.#reconnectedAt = now;
    this.onReplica();
    this.redis.disconnect(true);
  }
}
