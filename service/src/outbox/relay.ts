import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "../log";
import { Backoff } from "./backoff";
import { RelayLock } from "./lock";
import { OutboxReader } from "./reader";
import { type RelayParts, Shift } from "./shift";

const standbyMilliseconds = 500;

/**
 * Brings events from the outbox to JetStream: one replica at a time, many users at once, each user's events in order.
 * An entry is deleted only after the server has acknowledged it, so each is published at least once.
 */
export class Relay {
  readonly #stop = new AbortController();
  readonly #lock: RelayLock;
  readonly #reader: OutboxReader;
  readonly #backoff = new Backoff();
  #loop: Promise<void> = Promise.resolve();
  /** While Redis is away, tries go on all the time. */
  readonly #trouble = new Trouble((reason) => this.parts.log.warn({ reason }, "Relay interrupted"));

  constructor(private readonly parts: RelayParts) {
    this.#lock = new RelayLock(parts.redis);
    this.#reader = new OutboxReader(parts.redis);
  }

  /** Whether this replica is the one that relays. */
  get isLeading(): boolean {
    return this.#lock.isHeld;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the publishes in flight and hands the lock over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    this.#reader.close();
  }

  async #run(): Promise<void> {
    while (await this.#hasRedis()) {
      try {
        if (await this.#lock.acquire()) await this.#lead();
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#trouble.tell(error);
      }
      await this.#standBy();
    }
  }

  /** Waits for Redis; false when it is time to stop. */
  async #hasRedis(): Promise<boolean> {
    const { redis } = this.parts;
    const { signal } = this.#stop;
    if (redis.status !== "ready") await once(redis, "ready", { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  async #lead(): Promise<void> {
    this.#trouble.over();
    if (this.parts.link.isConnected) this.#backoff.reset();
    const stop = this.#stop.signal;
    try {
      await new Shift({ ...this.parts, lock: this.#lock, reader: this.#reader, stop }).work();
    } finally {
      await this.#lock.release();
    }
  }

  /** Until the next try for the lock. Without NATS it waits longer, but no longer than NATS is away. */
  async #standBy(): Promise<void> {
    const { link } = this.parts;
    if (link.isConnected) return this.#pause(standbyMilliseconds);
    const connected = new AbortController();
    const signal = AbortSignal.any([connected.signal, this.#stop.signal]);
    await Promise.race([link.whenConnected(signal), this.#pause(this.#backoff.next())]).catch(
      () => undefined,
    );
    connected.abort();
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
