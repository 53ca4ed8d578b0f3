import { setTimeout as sleep } from "node:timers/promises";
import { InWork } from "./in-work";
import { type LaneEnds, Lanes } from "./lanes";
import { type Deliveries, LiveConsumer } from "./live-consumer";
import type { JsMsg } from "./nats-client";
import type { Outcome } from "./outcome";
import { Pin } from "./pin";
import { type PullEnd, type PullRequest, PullRequests, type PullSource } from "./pull-requests";
import { ReadingError, SilenceError } from "./reading-error";
import { Takeover } from "./takeover";
import { Trouble, toError } from "./trouble";

/** A durable consumer to read, and what to do with its messages. */
export interface PullerOptions extends PullSource {
  /** Messages in work at once. */
  readonly concurrency: number;
  /** Messages with the same lane are handled one after the other. */
  readonly laneOf?: (message: JsMsg) => string | undefined;
  /** Lanes that are shared with another puller. */
  readonly laneEnds?: LaneEnds;
  /** Says when the next message may be pulled, and whether only one at a time. Rejects when the signal is aborted. */
  readonly gate?: { readonly isOpen: boolean; mayPull(signal: AbortSignal): Promise<void> };
  /** Says what becomes of the message. When it rejects, the message is left to come again. */
  readonly handle: (message: JsMsg, work: Work) => Promise<Outcome>;
  /** A stop waits no longer for what is in work. Default: as long as that takes. */
  readonly patienceMilliseconds?: number;
  /** Told why reading is interrupted, once per reason; it goes on by itself. */
  readonly onTrouble: (error: Error) => void;
}

/** What a handler may have to know while it works, as it is then. */
export interface Work {
  readonly deliveries: Deliveries;
  /** Which delivery of the message it is: it may have come again meanwhile. */
  readonly delivery: number;
  /** Aborted when the puller is to stop. */
  readonly stopping: AbortSignal;
}

/** How long a request for messages stands, and with it how long a stop may take. */
const expiresMilliseconds = 2_000;
const retryMilliseconds = 1_000;
/** How old what is known of the consumer's configuration may be. */
const liveMilliseconds = 10_000;
/** Requests without an answer, one after the other, that are told. */
const silence = 4;

/**
 * Pulls messages from a durable consumer, no more at a time than are worked on, and tells the server that work is going
 * on for as long as it does. It outlives reconnects, and a consumer that is not there yet.
 */
export class Puller {
  readonly #stop = new AbortController();
  readonly #lanes: Lanes;
  readonly #live: LiveConsumer;
  readonly #inWork: InWork;
  readonly #requests: PullRequests;
  readonly #pin = new Pin();
  readonly #trouble: Trouble;
  #takeover: Takeover | undefined;
  #unanswered = 0;
  #loop: Promise<void> = Promise.resolve();
  #reread: NodeJS.Timeout | undefined;

  constructor(private readonly options: PullerOptions) {
    const { connection, apiPrefix, concurrency, laneEnds, onTrouble } = options;
    this.#lanes = new Lanes(concurrency, laneEnds);
    this.#live = new LiveConsumer(connection.jetstream({ apiPrefix }), options);
    this.#inWork = new InWork(() => this.#live.deliveries.ackWaitMilliseconds);
    this.#requests = new PullRequests(options, (message) => this.#receive(message));
    this.#trouble = new Trouble((_, error) => onTrouble(error));
  }

  start(): void {
    this.#reread = setInterval(() => void this.reread(), liveMilliseconds);
    this.#loop = this.#run();
  }

  /** Asks for no more messages, and resolves when those that came are settled: two seconds after the last at most. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the puller stops"));
    this.wake();
    await this.#loop;
    await this.#whenIdle();
    clearInterval(this.#reread);
    this.#inWork.stop();
    this.#requests.close();
  }

  /** To be called when the gate has opened or closed. */
  wake(): void {
    this.#lanes.wake();
  }

  /** Follows the consumer's configuration. What fails here shows in reading as well. */
  async reread(): Promise<void> {
    await this.#live.read().catch((error) => this.#tell(error));
    if (!this.options.connection.isClosed()) this.#inWork.beatNow();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#read();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#tell(error);
        await this.#pause(retryMilliseconds);
      }
    }
  }

  async #read(): Promise<void> {
    await this.#live.read();
    while (!this.#stop.signal.aborted) {
      await this.#turn();
      const batch = this.#batch;
      if (batch > 0) await this.#ask({ ...this.#requestFor(batch), expiresMilliseconds });
      if (this.#takeover !== undefined) await this.#takeOver(this.#takeover);
    }
  }

  /** Resolves when a message may be pulled, or when there is something else to look at. */
  #turn(): Promise<void> {
    const { gate } = this.options;
    return this.#keepingPin(gate?.isOpen ? gate.mayPull(this.#stop.signal) : this.#lanes.whenFree());
  }

  async #keepingPin(turn: Promise<void>): Promise<void> {
    const { pinned } = this.#live.deliveries;
    if (pinned === undefined) return turn;
    const keep = () => void this.#keepPin().catch((error) => this.#tell(error));
    const timer = setInterval(keep, Pin.keepEvery(pinned));
    try {
      await turn;
    } finally {
      clearInterval(timer);
    }
  }

  async #keepPin(): Promise<void> {
    const { pinned } = this.#live.deliveries;
    const request = pinned && this.#pin.keepRequest(pinned);
    if (request !== undefined) await this.#ask(request);
  }

  get #batch(): number {
    if (this.#stop.signal.aborted) return 0;
    return this.options.gate?.isOpen ? 1 : this.#lanes.free;
  }

  #requestFor(batch: number): Omit<PullRequest, "expiresMilliseconds"> {
    const { pinned } = this.#live.deliveries;
    return pinned === undefined ? { batch } : this.#pin.requestFor(batch, pinned);
  }

  async #ask(request: PullRequest): Promise<void> {
    const end = await this.#requests.request(request);
    this.#pin.learn(end);
    this.#listen(end);
  }

  /** Silence is no health: a server that is there answers each request. */
  #listen(end: PullEnd): void {
    this.#unanswered = end === "unanswered" ? this.#unanswered + 1 : 0;
    if (this.#unanswered === 0) this.#trouble.over();
    if (this.#unanswered === silence) this.#tell(new SilenceError(silence));
  }

  #receive(message: JsMsg): void {
    const state = this.#inWork.begin(message);
    // The server didn't hear that it is worked on: the ack wait may be shorter than it was.
    if (state === "in work") void this.reread();
    if (state !== "new") return;
    if (this.#live.deliveries.pinned !== undefined && this.#pin.takes(message))
      this.#takeover = new Takeover();
    if (this.#takeover === undefined) this.#work(message);
    else this.#takeover.add(message);
  }

  /** What another client had in work goes first. */
  async #takeOver(takeover: Takeover): Promise<void> {
    const { ackWaitMilliseconds } = this.#live.deliveries;
    await takeover.whenFree({
      othersHave: async () => (await this.#live.read()).num_ack_pending > this.#inWork.size,
      ackWaitMilliseconds,
      keepPin: () => this.#keepPin(),
      takeThem: () => this.#ask({ ...this.#requestFor(this.#lanes.limit), expiresMilliseconds }),
      stopping: this.#stop.signal,
    });
    this.#takeover = undefined;
    for (const message of takeover.inOrder()) this.#work(message);
  }

  /** A message that waits for its lane counts as being worked on. */
  #work(message: JsMsg): void {
    this.#lanes.run(this.options.laneOf?.(message), async () => {
      try {
        this.#inWork.end(message, await this.options.handle(message, this.#workOn(message)));
      } catch (error) {
        this.#inWork.end(message, undefined);
        this.options.onTrouble(toError(error));
      }
    });
  }

  #workOn(message: JsMsg): Work {
    const [live, inWork] = [this.#live, this.#inWork];
    return {
      get deliveries() {
        return live.deliveries;
      },
      get delivery() {
        return inWork.newestOf(message).info.deliveryCount;
      },
      stopping: this.#stop.signal,
    };
  }

  async #whenIdle(): Promise<void> {
    const { patienceMilliseconds } = this.options;
    const idle = this.#keepingPin(this.#lanes.whenIdle()).catch((error) => this.#tell(error));
    if (patienceMilliseconds === undefined) return idle;
    await Promise.race([idle, sleep(patienceMilliseconds, undefined, { ref: false })]);
  }

  #tell(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#trouble.tell(new ReadingError(this.options, { cause: error }));
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
