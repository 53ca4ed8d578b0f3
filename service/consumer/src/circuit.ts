/** When handling is taken for broken, and how often it is tried then. */
export interface CircuitOptions {
  /** Different events that failed one after the other, with none handled in between. */
  readonly failures: number;
  readonly firstPauseMilliseconds: number;
  readonly longestPauseMilliseconds: number;
}

/** Several events failed in a row, so it's not the events: reading pauses. `cause` is the last failure. */
export class CircuitOpenError extends Error {
  override readonly name = "CircuitOpenError";

  constructor(
    readonly failures: number,
    options: { readonly cause: unknown },
  ) {
    super(
      `${failures} events failed in a row, so reading pauses; one is tried now and then, with no delivery used up, until one is handled`,
      options,
    );
  }
}

/** One run of a handler. */
export interface Run {
  readonly event: string;
  /** Whether it still counts as running: not when it has gone on for too long. */
  counts: boolean;
}

/**
 * A circuit breaker between events and their handlers. Closed, handlers run side by side. It opens when several events
 * failed in a row: then events that failed are kept and handlers run one at a time, after a pause that doubles each time,
 * by turns for an event that was kept and for one that is pulled. The first that succeeds closes it.
 */
export class Circuit {
  readonly #failed = new Set<string>();
  readonly #waiting: Release[] = [];
  readonly #pullers: Release[] = [];
  #running = 0;
  #pauseMilliseconds = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The next handler may run though the circuit is open: a message was asked for. */
  #expectsFresh = false;
  #lastWasKept = false;

  /** `concurrency`: handlers that run at once when it is closed. */
  constructor(
    private readonly options: CircuitOptions,
    private readonly concurrency: number,
    private readonly onOpen: (error: CircuitOpenError) => void,
  ) {}

  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /** Resolves when the event's handler may run; rejects when the signal is aborted. */
  async enter(event: string, signal: AbortSignal): Promise<Run> {
    if (this.isOpen ? !this.#expectsFresh : this.#running >= this.concurrency) {
      await waitIn(this.#waiting, signal);
    } else {
      this.#expectsFresh = false;
      this.#running += 1;
    }
    return { event, counts: true };
  }

  /** Resolves when a message may be pulled though handling is broken, or when it no longer is. Rejects when aborted. */
  async mayPull(signal: AbortSignal): Promise<void> {
    if (this.isOpen) await waitIn(this.#pullers, signal);
  }

  /** Takes a run that has gone on for too long for a failure; it may still succeed. */
  overdue(run: Run, cause: unknown): void {
    this.#uncount(run);
    this.#fail(run.event, cause);
  }

  /** Ends a run that succeeded, in whatever way. */
  succeed(run: Run): void {
    this.#uncount(run);
    this.#failed.clear();
    if (this.isOpen) this.#close();
    this.#fill();
  }

  /** Ends a run that failed. True when the event is to be kept, and to enter again. */
  fail(run: Run, cause: unknown): boolean {
    this.#uncount(run);
    this.#fail(run.event, cause);
    this.#fill();
    return this.isOpen;
  }

  /** Tries nothing more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #uncount(run: Run): void {
    if (run.counts) this.#running -= 1;
    run.counts = false;
  }

  #fail(event: string, cause: unknown): void {
    this.#failed.add(event);
    if (this.isOpen || this.#failed.size < this.options.failures) return;
    this.#pauseMilliseconds = this.options.firstPauseMilliseconds;
    this.#tryLater();
    this.onOpen(new CircuitOpenError(this.#failed.size, { cause }));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#expectsFresh = false;
    for (const release of this.#pullers.splice(0)) release();
  }

  #tryLater(): void {
    this.#timer = setTimeout(() => this.#tryOne(), this.#pauseMilliseconds);
  }

  #tryOne(): void {
    if (this.#running === 0) {
      this.#giveTurn();
      this.#pauseMilliseconds = Math.min(this.#pauseMilliseconds * 2, this.options.longestPauseMilliseconds);
    }
    this.#tryLater();
  }

  #giveTurn(): void {
    const kept = this.#lastWasKept && this.#pullers.length > 0 ? undefined : this.#waiting.shift();
    this.#lastWasKept = kept !== undefined;
    this.#expectsFresh = kept === undefined;
    if (kept === undefined) {
      this.#pullers.shift()?.();
      return;
    }
    this.#running += 1;
    kept();
  }

  /** Lets run what waits: all at once would be a flood after a long outage. */
  #fill(): void {
    while (!this.isOpen && this.#running < this.concurrency) {
      const release = this.#waiting.shift();
      if (release === undefined) return;
      this.#running += 1;
      release();
    }
  }
}

type Release = () => void;

async function waitIn(queue: Release[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const release = () => {
      signal.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      queue.splice(queue.indexOf(release), 1);
      reject(signal.reason);
    };
    queue.push(release);
    signal.addEventListener("abort", leave, { once: true });
  });
}
