import { performance } from "node:perf_hooks";

/** How long is looked at at once. */
const windowMilliseconds = 200;

/** Share of the time for which an event loop is at work that has no reserves left. */
const saturated = 0.95;

/** For how long requests may be under way in the mean when it is: a client waits for one or two turns of the loop more. */
const targetSeconds = 0.25;

/** However busy, so many may be under way: fewer would be done no sooner. */
const fewest = 64;

/**
 * How many requests may be under way. While the event loop has reserves, as many as there is memory for; they wait for
 * something else. Without reserves they wait for each other, so by Little's law only as many as are answered within a
 * quarter of a second. Looks at the loop's utilisation when a request comes: a timer would come late when it matters.
 * https://nodejs.org/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2
 */
export class LoadMeter {
  #utilization = performance.eventLoopUtilization();
  #since = performance.now();
  #answered = 0;
  #limit: number;

  constructor(private readonly most: number) {
    this.#limit = most;
  }

  /** Takes note of a request that is under way no longer. */
  answered(): void {
    this.#answered += 1;
  }

  /** Requests that may be under way now. */
  get limit(): number {
    const milliseconds = performance.now() - this.#since;
    if (milliseconds >= windowMilliseconds) this.#look(milliseconds);
    return this.#limit;
  }

  #look(milliseconds: number): void {
    const { utilization } = performance.eventLoopUtilization(this.#utilization);
    const answeredPerSecond = (this.#answered / milliseconds) * 1000;
    this.#limit = nextLimit(this.#limit, { utilization, answeredPerSecond }, this.most);
    this.#utilization = performance.eventLoopUtilization();
    this.#since += milliseconds;
    this.#answered = 0;
  }
}

/** What was seen of an event loop for a while. */
export interface Seen {
  /** Share of the time for which it was at work. */
  readonly utilization: number;
  readonly answeredPerSecond: number;
}

/** The limit that follows on another one: half of the way each time, so that a single busy moment changes little. */
export function nextLimit(limit: number, { utilization, answeredPerSecond }: Seen, most: number): number {
  const wanted = utilization < saturated ? most : answeredPerSecond * targetSeconds;
  return Math.min(most, Math.max(fewest, Math.ceil((limit + wanted) / 2)));
}
