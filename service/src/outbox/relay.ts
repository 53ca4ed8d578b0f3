import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import type { Redis } from "ioredis";
import type { NatsLink } from "../nats/link";
import { keys } from "../store/keys";
import { Trouble } from "../trouble";
import { Backoff } from "./backoff";
import { RelayLock } from "./lock";
import { publishEntry } from "./publisher";
import { batchSize, OutboxReader } from "./reader";
import type { OutboxReport } from "./report";
import type { StoredEntry, UnreadableEntry } from "./stored-entry";

/** What the relay works with. */
export interface RelayParts {
  readonly redis: Redis;
  readonly link: NatsLink;
  readonly log: FastifyBaseLogger;
  readonly report: OutboxReport;
}

type Entry = StoredEntry | UnreadableEntry;

const standbyMilliseconds = 500;

/**
 * Between batches that were not full: what comes meanwhile is read, acknowledged and removed together. At 500 events a
 * second that takes a third off what a request costs (docs/performance.md).
 */
const gatherMilliseconds = 10;

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
    this.#reader.close();
    await this.#loop;
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
    try {
      while (this.#mayRelay && (await this.#relayBatch())) {}
    } finally {
      await this.#lock.release();
    }
  }

  get #mayRelay(): boolean {
    return this.#lock.isHeld && !this.#stop.signal.aborted;
  }

  /** Returns whether to go on; without NATS it is another replica's turn, whose connection may work. */
  async #relayBatch(): Promise<boolean> {
    const batch = await this.#reader.read();
    if (!this.#mayRelay || batch.length === 0) return this.parts.link.isConnected;
    const done: string[] = [];
    const lanes = await Promise.all(toLanes(batch).map((lane) => this.#relayLane(lane, done)));
    if (done.length > 0 && !(await this.#remove(done))) return false;
    if (lanes.every((lane) => lane === "through")) await this.#gather(batch);
    else if (!this.parts.link.isConnected) return false;
    else await this.#pause(this.#backoff.next());
    return true;
  }

  async #gather(batch: readonly Entry[]): Promise<void> {
    this.#backoff.reset();
    if (batch.length < batchSize) await this.#pause(gatherMilliseconds);
  }

  /** Relays a user's entries one after the other; what follows a failed one has to wait for it. */
  async #relayLane(lane: readonly Entry[], done: string[]) {
    for (const entry of lane) {
      if (!this.#mayRelay || !(await this.#relayEntry(entry, done))) return "stuck";
    }
    return "through";
  }

  /** Returns whether the entry is dealt with: published, or parked. */
  async #relayEntry(entry: Entry, done: string[]): Promise<boolean> {
    if ("unreadable" in entry) return this.#parkUnreadable(entry);
    const outcome = await publishEntry(this.parts.link, entry);
    switch (outcome.kind) {
      case "published":
        done.push(entry.streamId);
        this.parts.report.published(entry, outcome);
        return true;
      case "refused":
        if (!(await this.#park(entry, outcome.error))) return false;
        this.parts.report.parked(entry, outcome);
        return true;
      case "failed":
        this.parts.report.failed(entry, outcome);
        return false;
    }
  }

  async #parkUnreadable(entry: UnreadableEntry): Promise<boolean> {
    if (!(await this.#park(entry, "it is not an event"))) return false;
    this.parts.report.unreadable(entry.streamId);
    return true;
  }

  /** Returns whether it was done: a relay that has lost the lock can't change the outbox. */
  async #remove(streamIds: readonly string[]): Promise<boolean> {
    const { token } = this.#lock;
    return (await this.parts.redis.removeEntries(keys.relayLock, keys.outbox, token, ...streamIds)) === 1;
  }

  async #park({ streamId }: Entry, reason: string): Promise<boolean> {
    const { token } = this.#lock;
    return (
      (await this.parts.redis.parkEntry(
        keys.relayLock,
        keys.outbox,
        keys.parked,
        token,
        streamId,
        reason,
      )) === 1
    );
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

/** One lane per user, entries in order; entries that are no events get a lane each. */
function toLanes(batch: readonly Entry[]): Entry[][] {
  const lanes = new Map<string, Entry[]>();
  for (const entry of batch) {
    const key = "unreadable" in entry ? entry.streamId : entry.event.data.userId;
    const lane = lanes.get(key);
    if (lane) lane.push(entry);
    else lanes.set(key, [entry]);
  }
  return [...lanes.values()];
}
