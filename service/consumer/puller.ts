import { setTimeout as sleep } from "node:timers/promises";
import type { Consumer, JetStreamClient, JsMsg } from "nats";
import { Lanes } from "./lanes";
import { type Outcome, settle } from "./outcome";

/** What the server's configuration of a durable consumer says about its deliveries. */
export interface Deliveries {
  readonly max: number;
  readonly ackWaitMilliseconds: number;
}

/** A durable consumer to read, and what to do with its messages. */
export interface PullerOptions {
  readonly jetstream: JetStreamClient;
  readonly stream: string;
  readonly durable: string;
  /** Messages in work at once. */
  readonly concurrency: number;
  /** Messages with the same lane are handled one after the other. */
  readonly laneOf?: (message: JsMsg) => string | undefined;
  /** Says what becomes of the message. When it rejects, the message is left to come again. */
  readonly handle: (message: JsMsg, deliveries: Deliveries) => Promise<Outcome>;
  /** Told why reading is interrupted; it goes on by itself. */
  readonly onTrouble: (error: Error) => void;
}

/**
 * How long a request for messages stands, and with it how long a stop may take. A request from another account can't be
 * taken back: what it brings when nobody listens any more would come again only after the ack wait.
 */
const expiresMilliseconds = 2_000;
const retryMilliseconds = 1_000;

/**
 * Pulls messages from a durable consumer, no more at a time than are worked on, and tells the server that work is going
 * on for as long as it does. It outlives reconnects, and a consumer that is not there yet.
 */
export class Puller {
  readonly #stop = new AbortController();
  readonly #lanes: Lanes;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: PullerOptions) {
    this.#lanes = new Lanes(options.concurrency);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Asks for no more messages, and resolves when those that came are settled: two seconds after the last at most. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await this.#lanes.whenIdle();
  }

  async #run(): Promise<void> {
    const { jetstream, stream, durable, onTrouble } = this.options;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#read(await jetstream.consumers.get(stream, durable));
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        onTrouble(error instanceof Error ? error : new Error(String(error)));
        await sleep(retryMilliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  async #read(consumer: Consumer): Promise<void> {
    const deliveries = await deliveriesOf(consumer);
    while (!this.#stop.signal.aborted) {
      const max_messages = await this.#lanes.whenFree();
      const batch = await consumer.fetch({ max_messages, expires: expiresMilliseconds });
      for await (const message of batch) this.#take(message, deliveries);
    }
  }

  /** A message that waits for its lane counts as being worked on. */
  #take(message: JsMsg, deliveries: Deliveries): void {
    const beat = setInterval(() => message.working(), deliveries.ackWaitMilliseconds / 3);
    this.#lanes.run(this.options.laneOf?.(message), async () => {
      try {
        settle(message, await this.options.handle(message, deliveries));
      } catch (error) {
        this.options.onTrouble(error instanceof Error ? error : new Error(String(error)));
      } finally {
        clearInterval(beat);
      }
    });
  }
}

async function deliveriesOf(consumer: Consumer): Promise<Deliveries> {
  const { max_deliver = -1, ack_wait = 30e9 } = (await consumer.info(true)).config;
  return {
    max: max_deliver < 1 ? Number.POSITIVE_INFINITY : max_deliver,
    ackWaitMilliseconds: ack_wait / 1e6,
  };
}
