import type { Entry } from "./stored-entry";

/** Entries of one user that are held in memory, at most. The others wait in the outbox, so that one user can't fill it. */
export const laneSize = 32;

/** Whose entries have to stay in order: a user's. What is no event is on its own. */
export function laneOf(entry: Entry): string {
  return "unreadable" in entry ? entry.streamId : entry.event.data.userId;
}

/** One user's entries, in order: those that are held, and from where on there are more in the outbox. */
export class Lane {
  readonly #held: Entry[] = [];
  #leftFrom: string | undefined;
  #isRefilling = false;

  constructor(readonly key: string) {}

  /** The entry whose turn it is. */
  get first(): Entry | undefined {
    return this.#held[0];
  }

  get hasLeft(): boolean {
    return this.#leftFrom !== undefined;
  }

  /** Adds an entry that comes after all others; false when there is no room and it is left in the outbox. */
  offer(entry: Entry): boolean {
    const isNext = !this.#isRefilling && this.#leftFrom === undefined && this.#held.length < laneSize;
    if (isNext) this.#held.push(entry);
    else this.#leftFrom ??= entry.streamId;
    return isNext;
  }

  /** The first entry is dealt with. */
  shift(): void {
    this.#held.shift();
  }

  /**
   * Takes entries that were left, page by page, until some are held; returns how many. `read` returns the entries of
   * everyone from an id on, up to the last that was offered when it was first called; none when it is past that.
   * Entries that are offered meanwhile are left.
   */
  async refill(read: (from: string) => Promise<readonly Entry[]>): Promise<number> {
    let from = this.#leftFrom;
    this.#leftFrom = undefined;
    this.#isRefilling = true;
    while (from !== undefined && this.#held.length === 0) from = this.#takeFrom(await read(from));
    this.#isRefilling = false;
    this.#leftFrom = from ?? this.#leftFrom;
    return this.#held.length;
  }

  /** Takes this lane's entries of a page; returns from where on to read next, undefined when that was all. */
  #takeFrom(page: readonly Entry[]): string | undefined {
    for (const entry of page) {
      if (laneOf(entry) !== this.key) continue;
      if (this.#held.length === laneSize) return entry.streamId;
      this.#held.push(entry);
    }
    const last = page.at(-1);
    return last && `(${last.streamId}`;
  }
}
