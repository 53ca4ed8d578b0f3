import type { Pinning } from "./live-consumer";
import type { JsMsg } from "./nats-client";
import type { PullEnd, PullRequest } from "./pull-requests";

const pinHeader = "Nats-Pin-Id";
/** Of the time after which a client that asks for nothing is no longer pinned. */
const keptWithin = 1 / 3;

/**
 * The place of this client in a group of which the server pins one: it alone gets messages, for as long as it asks for
 * some. https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-42.md
 */
export class Pin {
  #id: string | undefined;

  /** The request as the group wants it: one that isn't pinned gets a single message, and with it its id. */
  requestFor(batch: number, { group }: Pinning): Pick<PullRequest, "batch" | "group" | "id"> {
    return this.#id === undefined ? { batch: 1, group } : { batch, group, id: this.#id };
  }

  /** A request that brings nothing, as no message is so small, but keeps the pin; undefined when there is none to keep. */
  keepRequest({ group }: Pinning): PullRequest | undefined {
    if (this.#id === undefined) return undefined;
    return { batch: 1, max_bytes: 1, expiresMilliseconds: 100, group, id: this.#id };
  }

  /** Milliseconds from one request to the next at the most. */
  static keepEvery({ milliseconds }: Pinning): number {
    return milliseconds * keptWithin;
  }

  /** True for the first message after this client was pinned. */
  takes(message: JsMsg): boolean {
    const id = message.headers?.get(pinHeader) || undefined;
    const isNew = id !== undefined && id !== this.#id;
    if (isNew) this.#id = id;
    return isNew;
  }

  /** Learns from how a request ended whether another is pinned. */
  learn(end: PullEnd): void {
    if (end === "not pinned") this.#id = undefined;
  }
}
