import type { JsMsg } from "./nats-client";
import { type Outcome, settle } from "./outcome";

/** Messages that may come again though they are settled: their ack was lost, or crossed with them. */
const remembered = 10_000;

/**
 * The messages that are worked on. As often as the ack wait demands, the server is told so; a message that comes again
 * meanwhile is not worked on twice at once, and one that comes again afterwards is settled as it was.
 */
export class InWork {
  readonly #newest = new Map<string, JsMsg>();
  readonly #settled = new Map<string, Outcome>();
  #beat: NodeJS.Timeout | undefined;

  /** `ackWait`: milliseconds, as they are now. */
  constructor(private readonly ackWait: () => number) {}

  get size(): number {
    return this.#newest.size;
  }

  /** Says what is to be done with the message: work, or nothing, as another delivery of it is in work or was settled. */
  begin(message: JsMsg): "new" | "in work" | "settled" {
    const id = idOf(message);
    const outcome = this.#settled.get(id);
    if (outcome !== undefined) {
      settle(message, outcome);
      return "settled";
    }
    const isNew = !this.#newest.has(id);
    this.#newest.set(id, message);
    if (this.#beat === undefined) this.#beatLater();
    return isNew ? "new" : "in work";
  }

  /** The newest delivery of the message, whose count is the true one. */
  newestOf(message: JsMsg): JsMsg {
    return this.#newest.get(idOf(message)) ?? message;
  }

  /** Ends the work; tells the server the outcome where there is one. */
  end(message: JsMsg, outcome: Outcome | undefined): void {
    const newest = this.newestOf(message);
    this.#newest.delete(idOf(message));
    if (outcome === undefined) return;
    if (outcome.kind !== "nak") this.#remember(message, outcome);
    settle(newest, outcome);
  }

  /** To be called when the ack wait may be another: tells the server of all at once. */
  beatNow(): void {
    this.stop();
    for (const message of this.#newest.values()) message.working();
    if (this.#newest.size > 0) this.#beatLater();
  }

  /** Tells the server nothing more. */
  stop(): void {
    clearTimeout(this.#beat);
    this.#beat = undefined;
  }

  #beatLater(): void {
    this.#beat = setTimeout(() => this.beatNow(), this.ackWait() / 3);
  }

  #remember(message: JsMsg, outcome: Outcome): void {
    this.#settled.set(idOf(message), outcome);
    const [oldest] = this.#settled.keys();
    if (this.#settled.size > remembered && oldest !== undefined) this.#settled.delete(oldest);
  }
}

/** A stream that was made anew counts from one again. */
function idOf({ info }: JsMsg): string {
  return `${info.streamSequence} ${info.timestampNanos}`;
}
