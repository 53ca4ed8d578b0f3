import { setTimeout as sleep } from "node:timers/promises";
import type { JsMsg } from "./nats-client";

/** What a takeover asks and does. */
export interface TakeoverSteps {
  /** Whether messages are unacknowledged that this client has not. */
  readonly othersHave: () => Promise<boolean>;
  readonly ackWaitMilliseconds: number;
  readonly keepPin: () => Promise<void>;
  /** Pulls what others left, which the server gives before anything new. */
  readonly takeThem: () => Promise<void>;
  readonly stopping: AbortSignal;
}

const lookMilliseconds = 250;
/** The server looks for what has come due now and then. */
const graceMilliseconds = 1_000;

/**
 * The time after a client was pinned in the place of another. The other, if it lives, ends what it has in work; if it
 * doesn't, its messages are free after the ack wait. Until then nothing newer may be handled.
 */
export class Takeover {
  readonly #messages: JsMsg[] = [];

  add(message: JsMsg): void {
    this.#messages.push(message);
  }

  /** Resolves when no other client has messages in work, or none can any more. */
  async whenFree(steps: TakeoverSteps): Promise<void> {
    const end = performance.now() + steps.ackWaitMilliseconds + graceMilliseconds;
    while (!steps.stopping.aborted && (await steps.othersHave())) {
      if (performance.now() > end) return steps.takeThem();
      await steps.keepPin();
      await sleep(lookMilliseconds);
    }
  }

  /** All that came meanwhile, in the order of the stream. */
  inOrder(): readonly JsMsg[] {
    return this.#messages.toSorted((one, other) => one.info.streamSequence - other.info.streamSequence);
  }
}
