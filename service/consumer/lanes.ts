/** Runs tasks side by side, at most `limit` at once, but those of one lane one after the other. Tasks must not reject. */
export class Lanes {
  readonly #running = new Set<Promise<void>>();
  readonly #last = new Map<string, Promise<void>>();

  constructor(readonly limit: number) {}

  /** How many more may be run, as soon as that is one or more. */
  async whenFree(): Promise<number> {
    while (this.#running.size >= this.limit) await Promise.race(this.#running);
    return this.limit - this.#running.size;
  }

  /** Resolves when all that was run has ended. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Runs the task after the others of its lane; without a lane, at once. */
  run(lane: string | undefined, task: () => Promise<void>): void {
    const before = lane === undefined ? undefined : this.#last.get(lane);
    const done = (before ?? Promise.resolve()).then(task);
    const ended = done.finally(() => this.#forget(lane, ended));
    this.#running.add(ended);
    if (lane !== undefined) this.#last.set(lane, ended);
  }

  #forget(lane: string | undefined, ended: Promise<void>): void {
    this.#running.delete(ended);
    if (lane !== undefined && this.#last.get(lane) === ended) this.#last.delete(lane);
  }
}
