import type { JsMsg } from "nats";
import { type Outcome, settle } from "./outcome";

/**
 * The messages that are worked on. As often as the ack wait demands, the server is told so; a message that comes again
 * meanwhile is not worked on twice at once.
 */
export class InWork {
  readonly #newest = new Map<number, JsMsg>();
  #beat: NodeJS.Timeout | undefined;

  /** `ackWait`: milliseconds, as they are now. */
  constructor(private readonly ackWait: () => number) {}

  get size(): number {
    return this.#newest.size;
  }

  /** False for another delivery of a message that is in work: it stands for the earlier one from now on. */
  begin(message: JsMsg): boolean {
    const { streamSequence } = message.info;
    const isNew = !this.#newest.has(streamSequence);
    this.#newest.set(streamSequence, message);
    if (this.#beat === undefined) this.#beatLater();
    return isNew;
  }

  /** The newest delivery of the message, whose count is the true one. */
  newestOf(message: JsMsg): JsMsg {
    return this.#newest.get(message.info.streamSequence) ?? message;
  }

  /** Ends the work; tells the server the outcome where there is one. */
  end(message: JsMsg, outcome: Outcome | undefined): void {
    const newest = this.newestOf(message);
    this.#newest.delete(message.info.streamSequence);
    if (outcome !== undefined) settle(newest, outcome);
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
}
