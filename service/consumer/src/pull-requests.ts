import {
  createInbox,
  type JsMsg,
  type Msg,
  type NatsConnection,
  NatsError,
  type Subscription,
  toJsMsg,
} from "./nats-client";
import type { Durable } from "./reading-error";

/** A durable consumer, and whose requests for its messages these are. */
export interface PullSource extends Durable {
  readonly connection: NatsConnection;
  readonly apiPrefix: string;
  readonly inboxPrefix: string;
}

/** The fields of a request. https://docs.nats.io/reference/reference-protocols/nats_api_reference */
export interface PullRequest {
  readonly batch: number;
  readonly expiresMilliseconds: number;
  readonly max_bytes?: number;
  /** The group of clients, and the id that pins this one, once it has one. */
  readonly group?: string;
  readonly id?: string;
}

/** How a request ended: the server said so, or with its last message; not at all; or another client is pinned. */
export type PullEnd = "answered" | "unanswered" | "not pinned";

/** For the answer to an expired request to arrive. */
const graceMilliseconds = 1_000;
const ended =
  /request timeout|interest expired|batch completed|leadership change|server shutdown|exceeds maxbytes|no messages/i;
const wrongPin = 423;
const noResponders = 503;

/**
 * Requests for messages, one at a time. What comes late for an earlier one is taken too: a request from another account
 * can't be taken back, and what nobody takes would come again only after the ack wait.
 */
export class PullRequests {
  readonly #inbox: string;
  readonly #subscription: Subscription;
  #last: Promise<unknown> = Promise.resolve();
  #serial = 0;
  #left = 0;
  #end: (end: PullEnd | NatsError) => void = () => undefined;

  constructor(
    private readonly source: PullSource,
    private readonly onMessage: (message: JsMsg) => void,
  ) {
    this.#inbox = createInbox(source.inboxPrefix);
    this.#subscription = source.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => (error ? this.#end(error) : this.#receive(message)),
    });
  }

  /**
   * Asks for messages when the request before has ended, and resolves when no more come for this one. Throws NatsError
   * when the server refuses.
   */
  request(request: PullRequest): Promise<PullEnd> {
    const end = this.#last.then(() => this.#request(request));
    this.#last = end.catch(() => undefined);
    return end;
  }

  close(): void {
    this.#subscription.unsubscribe();
  }

  async #request({ expiresMilliseconds, ...fields }: PullRequest): Promise<PullEnd> {
    const { connection, apiPrefix, stream, durable } = this.source;
    this.#serial += 1;
    this.#left = fields.batch;
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<PullEnd | NatsError>((resolve) => {
      this.#end = resolve;
      timer = setTimeout(resolve, expiresMilliseconds + graceMilliseconds, "unanswered" as const);
    });
    try {
      const subject = `${apiPrefix}.CONSUMER.MSG.NEXT.${stream}.${durable}`;
      const body = JSON.stringify({ ...fields, expires: expiresMilliseconds * 1e6 });
      connection.publish(subject, body, { reply: this.#reply });
      const how = await end;
      if (how instanceof NatsError) throw how;
      return how;
    } finally {
      clearTimeout(timer);
    }
  }

  get #reply(): string {
    return `${this.#inbox}.${this.#serial}`;
  }

  #receive(message: Msg): void {
    if (message.subject.startsWith(`${this.#inbox}.`)) {
      if (message.subject === this.#reply) this.#endBy(message);
      return;
    }
    this.#left -= 1;
    this.onMessage(toJsMsg(message));
    if (this.#left === 0) this.#end("answered");
  }

  #endBy({ headers }: Msg): void {
    const { code = 0, description = "" } = headers ?? {};
    if (code === 100) return;
    if (code === wrongPin) this.#end("not pinned");
    else if (ended.test(description)) this.#end("answered");
    else this.#end(new NatsError(code === noResponders ? "no responders" : description, String(code)));
  }
}
