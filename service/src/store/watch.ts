import type { Redis } from "ioredis";
import { serverState } from "./server-state";
import { type Filling, shedIn } from "./shedding";

const periodMilliseconds = 1_000;

/** Looks at the Redis server once a second, so that no request has to ask for the room that is left. */
export class StoreWatch {
  #timer: NodeJS.Timeout | undefined;
  #shed: readonly Filling[] = [];

  constructor(private readonly redis: Redis) {}

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
    if (state !== undefined) this.#shed = shedIn(state);
  }
}
