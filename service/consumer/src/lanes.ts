/** The last task of each lane. */
export type LaneEnds = Map<string, Promise<void>>;

/**
 * Runs tasks side by side, at most `limit` at once, but those of one lane one after the other. Lanes with the same ends
 * have their lanes in common. Tasks must not reject.
 */
export class Lanes {
  readonly #running = new Set<Promise<void>>();
  readonly #waiting: (() => void)[] = [];

  constructor(
    readonly limit: number,
    private readonly ends: LaneEnds = new Map(),
  ) {}

  /** How many more may be run now. */
  get free(): number {
    return Math.max(0, this.limit - this.#running.size);
  }

  /** Resolves as soon as one more may be run, or when woken. */
  async whenFree(): Promise<void> {
    if (this.free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Lets go who waits, for a reason of the caller's. */
  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when all that was run has ended. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Runs the task after the others of its lane; without a lane, at once. */
  run(lane: string | undefined, task: () => Promise<void>): void {
    const before = lane === undefined ? undefined : this.ends.get(lane);
    const done = (before ?? Promise.resolve()).then(task);
    const ended = done.finally(() => this.#forget(lane, ended));
    this.#running.add(ended);
    if (lane !== undefined) this.ends.set(lane, ended);
  }

  #forget(lane: string | undefined, ended: Promise<void>): void {
    this.#running.delete(ended);
    this.wake();
    if (lane !== undefined && this.ends.get(lane) === ended) this.ends.delete(lane);
  }
}
