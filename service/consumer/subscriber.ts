import type { JsMsg, NatsConnection } from "nats";
import type { ClientConfig } from "../../stream-config";
import { type EventType, PoisonError, type ReceivedEvent, readEvent, userOf } from "./event";
import type { HandledEvents } from "./handled";
import { ack, type Outcome, term } from "./outcome";
import { type Deliveries, Puller } from "./puller";
import { orGivenUp, retry } from "./retry";
import { within } from "./timeout";

/** Does the work that an event asks for, and says what becomes of it. A rejection means that it is tried again later. */
export type Handler<Type extends EventType> = (
  event: ReceivedEvent<Type>,
  signal: AbortSignal,
) => Promise<Outcome>;

/** A handler for each type of event that matters; others are acknowledged unseen. */
export type Handlers = { readonly [Type in EventType]?: Handler<Type> };

/** What a subscriber reads and what it does with it. */
export interface SubscriberOptions {
  readonly connection: NatsConnection;
  /** Which durable it reads: a file of stream-config/rendered/clients. */
  readonly client: Pick<ClientConfig, "apiPrefix" | "stream" | "durable" | "replay">;
  readonly handlers: Handlers;
  /** Where it remembers what it has handled. Without, each delivery is handled. */
  readonly handled?: HandledEvents;
  /** Events in work at once. Default 16. */
  readonly concurrency?: number;
  /** "per user", the default: a user's events are handled one after the other, in order but for those that failed. */
  readonly order?: "per user" | "none";
  /** A handler that takes longer has failed; its signal is aborted. Until then the server is told that it works. */
  readonly timeoutMilliseconds?: number;
  /** Told of failures: of handlers, and of reading, which goes on by itself. */
  readonly onTrouble?: (error: Error) => void;
}

/**
 * Handles the events of a durable consumer, and those that it is given again. An event that can't be read becomes a dead
 * letter at once; one whose handler fails is tried again with growing delays, and becomes a dead letter with the reason
 * when its deliveries are used up.
 */
export class EventSubscriber {
  readonly #pullers: readonly Puller[];
  readonly #wanted: ReadonlySet<string>;

  constructor(private readonly options: SubscriberOptions) {
    const { stream, durable, replay } = options.client;
    this.#wanted = new Set(Object.keys(options.handlers));
    this.#pullers = [{ stream, durable }, ...(replay ? [replay] : [])].map((from) => this.#pullerOf(from));
  }

  start(): void {
    void this.#watch();
    for (const puller of this.#pullers) puller.start();
  }

  /** Takes no more events, waits for those in work, and closes the connection. */
  async stop(): Promise<void> {
    await Promise.all(this.#pullers.map((puller) => puller.stop()));
    if (!this.options.connection.isClosed()) await this.options.connection.drain();
  }

  #pullerOf(from: { readonly stream: string; readonly durable: string }): Puller {
    const { client, connection, concurrency = 16, order = "per user" } = this.options;
    return new Puller({
      ...from,
      jetstream: connection.jetstream({ apiPrefix: client.apiPrefix }),
      concurrency,
      ...(order === "per user" && { laneOf: userOf }),
      handle: (message, deliveries) => this.#handle(message, deliveries),
      onTrouble: (error) => this.options.onTrouble?.(error),
    });
  }

  /** A right that is missing shows here and nowhere else: without it a consumer looks as if there were no events. */
  async #watch(): Promise<void> {
    for await (const { type, data } of this.options.connection.status()) {
      if (type === "error") this.options.onTrouble?.(new Error(`NATS reported ${data}`));
    }
  }

  async #handle(message: JsMsg, { max }: Deliveries): Promise<Outcome> {
    const delivery = message.info.deliveryCount;
    try {
      const event = readEvent(message, this.#wanted);
      return event === undefined ? ack : orGivenUp(await this.#handleOnce(event), delivery, max);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.options.onTrouble?.(failure);
      return failure instanceof PoisonError ? term(failure.message) : retry(failure, delivery, max);
    }
  }

  async #handleOnce(event: ReceivedEvent): Promise<Outcome> {
    const { handled } = this.options;
    const key = event.replay === undefined ? event.id : `${event.id} ${event.replay}`;
    if (await handled?.has(key)) return ack;
    const outcome = await this.#runHandler(event);
    if (outcome.kind === "ack") await handled?.add(key);
    return outcome;
  }

  async #runHandler(event: ReceivedEvent): Promise<Outcome> {
    const { handlers, timeoutMilliseconds = 60_000 } = this.options;
    const handler = handlers[event.type] as Handler<EventType> | undefined;
    return within(timeoutMilliseconds, async (signal) => handler?.(event, signal) ?? ack);
  }
}
