import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Redis } from "ioredis";
import { keys } from "../store/keys";
import { releaseLock, renewLock, takeLock } from "./scripts";

const lockKey = keys.relayLock;
const milliseconds = 2_000;
const renewMilliseconds = 500;

/**
 * The lock that lets one replica relay at a time. It runs out two seconds after its holder stopped renewing it. Each
 * time that it is held has a token of its own, with which Redis refuses what a former holder, stalled for longer than
 * that, still wants to do to the outbox. A publish of such a holder that was under way is sent again by the next; the
 * stream's duplicate window drops it. https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/
 */
export class RelayLock {
  #token = "";
  #validUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly redis: Redis) {}

  /** Names the time that the lock is held for to scripts that change the outbox. */
  get token(): string {
    return this.#token;
  }

  /** Whether we may relay now, by our own clock. */
  get isHeld(): boolean {
    return performance.now() < this.#validUntil;
  }

  /** Takes the lock if it is free and keeps it from then on. Returns whether we hold it. */
  async acquire(): Promise<boolean> {
    const [asked, token] = [performance.now(), randomUUID()];
    if (!(await takeLock(this.redis, { lockKey, token, milliseconds }))) return false;
    this.#token = token;
    this.#validUntil = asked + milliseconds;
    this.#timer = setInterval(() => void this.#renew(), renewMilliseconds);
    return true;
  }

  /** Gives the lock up, if Redis can be asked; else it runs out. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    this.#validUntil = 0;
    await releaseLock(this.redis, { lockKey, token: this.#token }).catch(() => undefined);
  }

  async #renew(): Promise<void> {
    const asked = performance.now();
    const given = { lockKey, token: this.#token, milliseconds };
    const isOurs = await renewLock(this.redis, given).catch(() => false);
    if (isOurs && this.#validUntil > 0) this.#validUntil = asked + milliseconds;
  }
}
