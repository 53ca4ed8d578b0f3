import type { ClientConfig } from "../../../stream-config/acl/client-config";
import { Circuit, type CircuitOptions } from "./circuit";
import { watchConnection } from "./connection-watch";
import { userOf } from "./event";
import type { HandledEvents } from "./handled";
import { EventHandling, type Handlers } from "./handling";
import type { NatsConnection } from "./nats-client";
import { Puller, type PullerOptions } from "./puller";

/** What a subscriber reads and what it does with it. */
export interface SubscriberOptions {
  readonly connection: NatsConnection;
  /** Which durable it reads: a file of stream-config/rendered/clients. */
  readonly client: Pick<ClientConfig, "apiPrefix" | "inboxPrefix" | "stream" | "durable" | "replay">;
  readonly handlers: Handlers;
  /** Where it remembers what it has handled. Without, each delivery is handled. */
  readonly handled?: HandledEvents;
  /** Events in work at once. Default 16. */
  readonly concurrency?: number;
  /**
   * "per user", the default: a user's events are handled one after the other, in order but for those that failed. Over
   * several replicas that holds when the consumer pins one of them (docs/EVENTS.md, Order).
   */
  readonly order?: "per user" | "none";
  /** A handler that takes longer is told by its signal. Default a minute. Until it has ended its event is in work. */
  readonly timeoutMilliseconds?: number;
  /** When handling is taken for broken. Default: 5 failures, then pauses from 1 s to 30 s. */
  readonly circuit?: Partial<CircuitOptions>;
  /** Told of failures: of handlers, and of reading, which goes on by itself. */
  readonly onTrouble?: (error: Error) => void;
}

const circuitDefaults: CircuitOptions = {
  failures: 5,
  firstPauseMilliseconds: 1_000,
  longestPauseMilliseconds: 30_000,
};
const defaultTimeoutMilliseconds = 60_000;

/**
 * Handles the events of a durable consumer, and those that it is given again. An event that can't be read becomes a dead
 * letter at once; one whose handler fails is tried again with growing delays, and becomes a dead letter with the reason
 * when its deliveries are used up. When the handlers of several events fail in a row, reading pauses and none is used up.
 */
export class EventSubscriber {
  readonly #circuit: Circuit;
  readonly #pullers: readonly Puller[];

  constructor(private readonly options: SubscriberOptions) {
    const { client, concurrency = 16, circuit } = options;
    const { stream, durable, replay } = client;
    const sources = [{ stream, durable }, ...(replay ? [replay] : [])];
    const runs = concurrency * sources.length;
    this.#circuit = new Circuit({ ...circuitDefaults, ...circuit }, runs, (error) => {
      this.#tell(error);
      for (const puller of this.#pullers) puller.wake();
    });
    const shared = this.#pullerOptions(concurrency);
    this.#pullers = sources.map((from) => new Puller({ ...shared, ...from }));
  }

  start(): void {
    void watchConnection(this.options.connection, {
      onTrouble: (error) => this.#tell(error),
      onReconnect: () => {
        for (const puller of this.#pullers) void puller.reread();
      },
    });
    for (const puller of this.#pullers) puller.start();
  }

  /** Takes no more events, waits for those in work that keep to their time, and closes the connection. */
  async stop(): Promise<void> {
    await Promise.all(this.#pullers.map((puller) => puller.stop()));
    this.#circuit.stop();
    if (!this.options.connection.isClosed()) await this.options.connection.drain();
  }

  #pullerOptions(concurrency: number): Omit<PullerOptions, "stream" | "durable"> {
    const { client, connection, order = "per user" } = this.options;
    const { timeoutMilliseconds = defaultTimeoutMilliseconds } = this.options;
    const handling = this.#handling(timeoutMilliseconds);
    return {
      connection,
      apiPrefix: client.apiPrefix,
      inboxPrefix: client.inboxPrefix,
      concurrency,
      // A user's events are in order also where some are given again.
      laneEnds: new Map(),
      ...(order === "per user" && { laneOf: userOf }),
      gate: this.#circuit,
      handle: (message, work) => handling.handle(message, work),
      patienceMilliseconds: timeoutMilliseconds,
      onTrouble: (error) => this.#tell(error),
    };
  }

  #handling(timeoutMilliseconds: number): EventHandling {
    const { handlers, handled } = this.options;
    const onTrouble = (error: Error) => this.#tell(error);
    return new EventHandling({ handlers, handled, timeoutMilliseconds, circuit: this.#circuit, onTrouble });
  }

  #tell(error: Error): void {
    this.options.onTrouble?.(error);
  }
}
