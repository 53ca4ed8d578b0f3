import type { Redis } from "ioredis";
import { keys } from "../store/keys";
import { markOf } from "../store/lua/parked-entries";
import { readPage } from "./reader";
import { parkByHand, retryParked } from "./scripts";
import { type Entry, parseEntry, writtenAt } from "./stored-entry";

/** What an operator is shown of an event that the server refused for good: not its data, which can be personal. */
export interface ParkedEvent {
  /** What to retry or drop it by. */
  readonly parkedId: string;
  /** RFC 3339, UTC. */
  readonly parkedAt: string;
  readonly reason: string;
  /** Id, type and user; absent where it is no event at all. */
  readonly id?: string;
  readonly event?: string;
  readonly userId?: string;
}

const pageSize = 1_000;

/** The events that the server refused for good. Every method throws what ioredis throws. */
export class ParkedEvents {
  constructor(private readonly redis: Redis) {}

  /** All that are parked now, oldest first; one that is parked again meanwhile is not seen twice. */
  async *list(): AsyncGenerator<ParkedEvent> {
    const [newest] = await this.redis.xrevrange(keys.parked, "+", "-", "COUNT", 1);
    if (newest === undefined) return;
    for (let start = "-"; ; ) {
      const entries = await this.redis.xrange(keys.parked, start, newest[0], "COUNT", pageSize);
      for (const entry of entries) yield describe(...entry);
      const last = entries.at(-1);
      if (last === undefined) return;
      start = `(${last[0]}`;
    }
  }

  async find(parkedId: string): Promise<ParkedEvent | undefined> {
    const [entry] = await this.redis.xrange(keys.parked, parkedId, parkedId);
    return entry && describe(...entry);
  }

  /**
   * Puts the event back into the outbox, with the same id, in one step; before it those of the same user that were parked
   * earlier, so that they keep their order. Returns how many that were.
   */
  async retry({ parkedId, userId }: ParkedEvent): Promise<number> {
    const mark = userId === undefined ? "" : markOf(userId);
    return retryParked(this.redis, { parkedKey: keys.parked, outboxKey: keys.outbox, parkedId, mark });
  }

  /** Takes all events of a type out of the outbox, for an operator who knows that they will never be published. */
  async park(subject: string): Promise<number> {
    let parked = 0;
    for await (const entry of everything(this.redis)) {
      if ("unreadable" in entry || entry.event.subject !== subject) continue;
      const { streamId, event } = entry;
      const places = {
        outboxKey: keys.outbox,
        parkedKey: keys.parked,
        userKey: keys.user(event.data.userId),
      };
      await parkByHand(this.redis, { ...places, streamId, reason: "an operator parked it" });
      parked += 1;
    }
    return parked;
  }

  /** Deletes the event for good. Returns how many that were: one or none. */
  drop({ parkedId }: ParkedEvent): Promise<number> {
    return this.redis.xdel(keys.parked, parkedId);
  }
}

async function* everything(redis: Redis): AsyncGenerator<Entry> {
  for (let from = "-"; ; ) {
    const page = await readPage(redis, from, "+");
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    from = `(${last.streamId}`;
  }
}

function describe(streamId: string, fields: readonly string[]): ParkedEvent {
  const [, reason = ""] = fields;
  const entry = parseEntry(streamId, fields);
  const parked = { parkedId: streamId, parkedAt: new Date(writtenAt(entry)).toISOString(), reason };
  if ("unreadable" in entry) return parked;
  const { id, event } = entry;
  return { ...parked, id, event: event.subject, userId: event.data.userId };
}
