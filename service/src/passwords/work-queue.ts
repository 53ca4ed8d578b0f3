/** The queue holds as much as it may; the caller should try again later. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";

  constructor(readonly waiting: number) {
    super(`${waiting} jobs are waiting already`);
  }
}

/** Nobody waits for the job any more, so it was not begun. */
export class AbandonedError extends Error {
  override readonly name = "AbandonedError";

  constructor() {
    super("Whoever asked for the job has gone");
  }
}

/** What jobs of a purpose may take: how many wait, and their share of the turns while others wait as well. */
export interface QueueShare {
  readonly waiting: number;
  readonly weight: number;
}

/** How much runs at once, and the shares by purpose. */
export interface QueueLimits<Purpose extends string> {
  readonly running: number;
  readonly shares: Readonly<Record<Purpose, QueueShare>>;
}

/**
 * Runs a bounded number of jobs at once and lets a bounded number of each purpose wait. Within a purpose first come,
 * first served; between purposes turns go by weight (stride scheduling), so that none keeps another waiting.
 */
export class WorkQueue<Purpose extends string> {
  #running = 0;
  /** The turn of the lane that was served last. */
  #clock = 0;
  readonly #lanes: ReadonlyMap<string, Lane>;

  constructor(private readonly limits: QueueLimits<Purpose>) {
    const shares = Object.entries<QueueShare>(limits.shares);
    this.#lanes = new Map(shares.map(([purpose, share]) => [purpose, new Lane(share)]));
  }

  /** Jobs that wait. */
  get depth(): number {
    return [...this.#lanes.values()].reduce((sum, { depth }) => sum + depth, 0);
  }

  /** Whether there is no job, neither running nor waiting. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  /**
   * Runs the job when its turn comes. Throws QueueFullError at once when too many of its purpose wait, and
   * AbandonedError when the signal aborts before the job has begun.
   */
  async run<T>(purpose: Purpose, job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(purpose, signal);
    try {
      demandWanted(signal);
      return await job();
    } finally {
      this.#leave();
    }
  }

  async #enter(purpose: Purpose, signal: AbortSignal | undefined): Promise<void> {
    demandWanted(signal);
    if (this.#running >= this.limits.running) return this.#laneOf(purpose).wait(this.#clock, signal);
    this.#running += 1;
  }

  #laneOf(purpose: Purpose): Lane {
    const lane = this.#lanes.get(purpose);
    if (lane === undefined) throw new TypeError(`There is no share for ${purpose}`);
    return lane;
  }

  /** A job that waits takes over the place, so that no newcomer slips in between. */
  #leave(): void {
    const [next] = [...this.#lanes.values()].filter(({ depth }) => depth > 0).sort((a, b) => a.turn - b.turn);
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#clock = next.turn;
    next.wake();
  }
}

function demandWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbandonedError();
}

/** Jobs of one purpose that wait. */
class Lane {
  readonly #waiting = new Set<() => void>();
  #turn = 0;

  constructor(private readonly share: QueueShare) {}

  get depth(): number {
    return this.#waiting.size;
  }

  /** Grows with each job, the slower the greater the weight; the lane with the lowest is next. */
  get turn(): number {
    return this.#turn;
  }

  /** A lane that was empty does not catch up on turns that it had no use for. */
  wait(clock: number, signal: AbortSignal | undefined): Promise<void> {
    const { depth } = this;
    if (depth >= this.share.waiting) throw new QueueFullError(depth);
    if (depth === 0) this.#turn = Math.max(this.#turn, clock);
    return new Promise((resolve, reject) => {
      const abandon = () => {
        this.#waiting.delete(wake);
        reject(new AbandonedError());
      };
      const wake = () => {
        this.#waiting.delete(wake);
        signal?.removeEventListener("abort", abandon);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener("abort", abandon, { once: true });
    });
  }

  wake(): void {
    const [first] = this.#waiting;
    this.#turn += 1 / this.share.weight;
    first?.();
  }
}
