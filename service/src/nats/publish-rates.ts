/** Counts of events by type, as they stand. */
export type Totals = ReadonlyMap<string, number>;

interface Sample {
  readonly at: number;
  readonly totals: Totals;
}

/** Over how long rates are taken, and how far apart the counts that are remembered for it are at least; seconds. */
const windowSeconds = 600;
const apartSeconds = 5;

/** How fast events of each type come, from counts that only grow, over the last ten minutes or since there are counts. */
export class PublishRates {
  readonly #samples: Sample[] = [];

  /** Remembers counts. Times are in seconds and don't run backwards. */
  note(at: number, totals: Totals): void {
    const last = this.#samples.at(-1);
    if (last === undefined || at - last.at >= apartSeconds) this.#samples.push({ at, totals });
    while ((this.#samples[1]?.at ?? at) <= at - windowSeconds) this.#samples.shift();
  }

  /** Events of a type per second; 0 as long as that can't be told. */
  of(type: string): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || first === last) return 0;
    const more = (last.totals.get(type) ?? 0) - (first.totals.get(type) ?? 0);
    return more / (last.at - first.at);
  }
}
