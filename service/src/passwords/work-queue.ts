/** The queue holds as much as it may; the caller should try again later. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";

  constructor(readonly waiting: number) {
    super(`${waiting} jobs are waiting already`);
  }
}

/** Runs a bounded number of jobs at once and lets a bounded number wait, first come, first served. */
export class WorkQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limits: { readonly running: number; readonly waiting: number }) {}

  /** Jobs that wait. */
  get depth(): number {
    return this.#waiting.length;
  }

  /** Runs the job when its turn comes. Throws QueueFullError at once when too many wait. */
  async run<T>(job: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await job();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.limits.running) {
      this.#running += 1;
      return;
    }
    if (this.depth >= this.limits.waiting) throw new QueueFullError(this.depth);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** A job that waits takes over the place, so that no newcomer slips in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
