import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import type { Redis } from "ioredis";
import type { NatsLink } from "../nats/link";
import { keys } from "../store/keys";
import { Backoff } from "./backoff";
import { Lane, laneOf } from "./lane";
import type { RelayLock } from "./lock";
import { type PublishFailure, publishEntry } from "./publisher";
import { batchSize, type OutboxReader, readPage } from "./reader";
import { Removal } from "./removal";
import type { OutboxReport } from "./report";
import { type ParkOutcome, parkEntry, removeEntries } from "./scripts";
import type { Entry, StoredEntry, UnreadableEntry } from "./stored-entry";

/** What the relay works with. */
export interface RelayParts {
  readonly redis: Redis;
  readonly link: NatsLink;
  readonly log: FastifyBaseLogger;
  readonly report: OutboxReport;
}

/** What a shift works with. */
export interface ShiftParts extends RelayParts {
  readonly lock: RelayLock;
  readonly reader: OutboxReader;
  /** Ends the shift. */
  readonly stop: AbortSignal;
}

const places = { lockKey: keys.relayLock, outboxKey: keys.outbox };

/** Entries that are held in memory at once: those that wait for their turn, for NATS, or for their removal. */
export const windowSize = 1_024;

/**
 * Between reads that brought less than they could, and before what is acknowledged is removed: what comes meanwhile is
 * dealt with together. At 500 events a second that takes a third off what a request costs (docs/performance.md).
 */
const gatherMilliseconds = 10;

/**
 * One time of holding the lock. Reads the outbox from its beginning, on and on, as far as there is room; each user has a
 * lane, in which one entry is under way at a time, and no lane waits for another. Ends when the lock is lost, without
 * NATS, or when it is stopped, after the publishes in flight.
 */
export class Shift {
  readonly #lanes = new Map<string, Lane>();
  readonly #atWork = new Set<Promise<void>>();
  readonly #removal: Removal;
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  readonly #changes = new EventEmitter();
  /** The newest entry that was read. */
  #cursor = "0";
  #held = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly parts: ShiftParts) {
    this.#signal = AbortSignal.any([parts.stop, this.#end.signal]);
    this.#changes.setMaxListeners(0);
    this.#removal = new Removal({
      remove: (streamIds) => this.#remove(streamIds),
      gather: () => this.#pause(gatherMilliseconds),
      removed: (count) => this.#release(count),
      failed: (error) => this.#fail(error),
    });
  }

  /** Works until it can't. Throws what made it end, but for a lost lock, a lost NATS and being stopped. */
  async work(): Promise<void> {
    try {
      while (this.#goesOn) await this.#read();
    } catch (error) {
      this.#fail(error);
    }
    this.#end.abort();
    while (this.#atWork.size > 0) await Promise.all(this.#atWork);
    await this.#removal.done();
    if (this.#failure?.error !== undefined) throw this.#failure.error;
  }

  get #goesOn(): boolean {
    return this.parts.lock.isHeld && !this.#signal.aborted;
  }

  async #read(): Promise<void> {
    const room = windowSize - this.#held;
    if (room <= 0) return this.#awaitRoom();
    const count = Math.min(room, batchSize);
    const entries = await this.parts.reader.readAfter(this.#cursor, count, this.#signal);
    for (const entry of entries) this.#take(entry);
    if (entries.length === 0 && !this.parts.link.isConnected) this.#end.abort();
    if (entries.length < count) await this.#pause(gatherMilliseconds);
  }

  async #awaitRoom(): Promise<void> {
    await once(this.#changes, "room", { signal: this.#signal }).catch(() => undefined);
  }

  #take(entry: Entry): void {
    this.#cursor = entry.streamId;
    const key = laneOf(entry);
    const open = this.#lanes.get(key);
    const lane = open ?? new Lane(key);
    if (lane.offer(entry)) this.#held += 1;
    if (open === undefined) this.#begin(lane);
  }

  #begin(lane: Lane): void {
    this.#lanes.set(lane.key, lane);
    const work = this.#workOn(lane)
      .catch((error) => this.#fail(error))
      .finally(() => this.#atWork.delete(work));
    this.#atWork.add(work);
  }

  /** Relays a user's entries one after the other; what follows a failed one has to wait for it. */
  async #workOn(lane: Lane): Promise<void> {
    const backoff = new Backoff();
    while (this.#goesOn) {
      if (lane.first === undefined && lane.hasLeft) await this.#refill(lane);
      const { first } = lane;
      if (first === undefined) break;
      if ((await this.#relay(first)) || (await this.#isGone(first))) {
        lane.shift();
        backoff.reset();
      } else await this.#pause(backoff.next());
    }
    this.#lanes.delete(lane.key);
  }

  async #refill(lane: Lane): Promise<void> {
    const last = this.#cursor;
    this.#held += await lane.refill((from) => readPage(this.parts.redis, from, last));
  }

  /** Whether an operator has taken an entry away that could not be published. */
  async #isGone({ streamId }: Entry): Promise<boolean> {
    if (!this.#goesOn) return false;
    const isGone = (await this.parts.redis.xrange(keys.outbox, streamId, streamId)).length === 0;
    if (isGone) this.#release(1);
    return isGone;
  }

  /** Returns whether the entry is dealt with: published, or parked. */
  async #relay(entry: Entry): Promise<boolean> {
    if ("unreadable" in entry) return this.#parkUnreadable(entry);
    const { link, report } = this.parts;
    const outcome = await publishEntry(link, entry);
    switch (outcome.kind) {
      case "published":
        this.#removal.add(entry.streamId);
        report.published(entry, outcome);
        return true;
      case "refused":
        return this.#parkRefused(entry, outcome);
      case "failed":
        report.failed(entry, outcome);
        // It is another replica's turn, whose connection may work.
        if (!link.isConnected) this.#end.abort();
        return false;
    }
  }

  async #parkRefused(entry: StoredEntry, failure: PublishFailure): Promise<boolean> {
    const outcome = await this.#park(entry, keys.user(entry.event.data.userId), failure.error);
    if (outcome === "parked") this.parts.report.parked(entry, failure);
    return outcome !== "not ours";
  }

  async #parkUnreadable(entry: UnreadableEntry): Promise<boolean> {
    const outcome = await this.#park(entry, "", "it is not an event");
    if (outcome === "parked") this.parts.report.unreadable(entry.streamId);
    return outcome !== "not ours";
  }

  #remove(streamIds: readonly string[]): Promise<boolean> {
    const { redis, lock } = this.parts;
    return removeEntries(redis, { ...places, token: lock.token, streamIds });
  }

  /** A relay that has lost the lock can't change the outbox; an event of an erased user is dropped. */
  async #park({ streamId }: Entry, userKey: string, reason: string): Promise<ParkOutcome> {
    const { redis, lock } = this.parts;
    const given = { ...places, parkedKey: keys.parked, userKey, token: lock.token, streamId, reason };
    const outcome = await parkEntry(redis, given);
    if (outcome === "not ours") this.#fail();
    else this.#release(1);
    return outcome;
  }

  #release(count: number): void {
    this.#held -= count;
    this.#changes.emit("room");
  }

  #fail(error?: unknown): void {
    this.#failure ??= { error };
    this.#end.abort();
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}
