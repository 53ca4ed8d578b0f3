import type { Circuit, Run } from "./circuit";
import { type EventType, PoisonError, type ReceivedEvent, readEvent } from "./event";
import type { HandledEvents } from "./handled";
import type { JsMsg } from "./nats-client";
import { ack, nak, type Outcome, term } from "./outcome";
import type { Work } from "./puller";
import { orGivenUp, retry } from "./retry";
import { overseen } from "./timeout";
import { toError } from "./trouble";

/** Does the work that an event asks for, and says what becomes of it. A rejection means that it is tried again later. */
export type Handler<Type extends EventType> = (
  event: ReceivedEvent<Type>,
  signal: AbortSignal,
) => Promise<Outcome>;

/** A handler for each type of event that matters; others are acknowledged unseen. */
export type Handlers = { readonly [Type in EventType]?: Handler<Type> };

/** What handling needs. */
export interface HandlingParts {
  readonly handlers: Handlers;
  readonly handled: HandledEvents | undefined;
  readonly timeoutMilliseconds: number;
  readonly circuit: Circuit;
  readonly onTrouble: (error: Error) => void;
}

/** A handler takes longer than it may. Its event stays in work until it has ended. */
export class OverdueError extends Error {
  override readonly name = "OverdueError";

  constructor(
    readonly event: string,
    readonly type: EventType,
    options: { readonly cause: Error },
  ) {
    super(
      `the handler of ${type} is ${options.cause.message}; event ${event} stays in work until it ends`,
      options,
    );
  }
}

/** After which an event that is kept at a stop comes again, to another replica. */
const handedBackMilliseconds = 1_000;

/** From a message to what becomes of it. */
export class EventHandling {
  readonly #wanted: ReadonlySet<string>;

  constructor(private readonly parts: HandlingParts) {
    this.#wanted = new Set(Object.keys(parts.handlers));
  }

  /** Says what becomes of the message; never rejects. */
  async handle(message: JsMsg, work: Work): Promise<Outcome> {
    try {
      const event = readEvent(message, this.#wanted);
      return event === undefined ? ack : await this.#untilSettled(event, work);
    } catch (error) {
      const failure = this.#told(error);
      if (failure instanceof PoisonError) return term(failure.message);
      return retry(failure, work.delivery, work.deliveries.max);
    }
  }

  /** As long as handling is broken the event is kept, and tried without using up its deliveries. */
  async #untilSettled(event: ReceivedEvent, work: Work): Promise<Outcome> {
    const { circuit } = this.parts;
    for (;;) {
      const run = await circuit.enter(event.id, work.stopping).catch(() => undefined);
      if (run === undefined) return nak(handedBackMilliseconds);
      const { outcome, failure } = await this.#try({ ...event, delivery: work.delivery }, run, work);
      if (failure === undefined) circuit.succeed(run);
      else if (circuit.fail(run, failure)) continue;
      return outcome;
    }
  }

  async #try(event: ReceivedEvent, run: Run, work: Work): Promise<{ outcome: Outcome; failure?: Error }> {
    try {
      const outcome = await this.#once(event, run);
      if (outcome.kind !== "nak") return { outcome };
      const failure = new Error(`the handler of ${event.type} wants the event again`);
      return { outcome: orGivenUp(outcome, work.delivery, work.deliveries.max), failure };
    } catch (error) {
      const failure = this.#told(error);
      return { outcome: retry(failure, work.delivery, work.deliveries.max), failure };
    }
  }

  async #once(event: ReceivedEvent, run: Run): Promise<Outcome> {
    const { handled } = this.parts;
    const key = event.replay === undefined ? event.id : `${event.id} ${event.replay}`;
    if (await handled?.has(key)) return ack;
    const outcome = await this.#runHandler(event, run);
    // The work is done, so that this fails is no reason to do it again.
    if (outcome.kind === "ack") await handled?.add(key).catch((error) => this.#told(error));
    return outcome;
  }

  #runHandler(event: ReceivedEvent, run: Run): Promise<Outcome> {
    const { handlers, timeoutMilliseconds, circuit, onTrouble } = this.parts;
    const handler = handlers[event.type] as Handler<EventType> | undefined;
    return overseen(
      timeoutMilliseconds,
      async (signal) => handler?.(event, signal) ?? ack,
      (cause) => {
        onTrouble(new OverdueError(event.id, event.type, { cause }));
        circuit.overdue(run, cause);
      },
    );
  }

  #told(thrown: unknown): Error {
    const error = toError(thrown);
    this.parts.onTrouble(error);
    return error;
  }
}
