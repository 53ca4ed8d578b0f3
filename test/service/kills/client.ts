import { newUser, type ReceivedEvent } from "../support";

/** Sends a JSON body and returns the answer; rejects where none comes. */
export type Send = (path: string, body: object, token?: string) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly body: Tokens;
}

/** Empty where the route hands none out. */
interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A request, the event that it raises, and whom that is about: an address or a session. */
interface Step {
  readonly event: string;
  readonly about: string;
  readonly request: (send: Send) => Promise<Answer>;
}

/** A user who registers, logs in, refreshes and logs out, and remembers what was answered. */
export class Client {
  readonly #user = newUser();
  readonly #acknowledged: string[] = [];
  #unanswered: Step | undefined;

  /** A whole life; rejects with the first answer that stays away. */
  async live(send: Send): Promise<void> {
    const { email, password } = this.#user;
    await this.#take(
      {
        event: "auth.user.registered",
        about: email,
        request: (by) => by("/auth/register", this.#user),
      },
      send,
    );
    const login = (by: Send) => by("/auth/login", { email, password });
    let tokens = await this.#take({ event: "auth.user.logged_in", about: email, request: login }, send);
    const about = sessionOf(tokens);
    for (let rotation = 0; rotation < 3; rotation += 1) {
      const { refreshToken } = tokens;
      const request = (by: Send) => by("/auth/refresh", { refreshToken });
      tokens = await this.#take({ event: "auth.user.token_refreshed", about, request }, send);
    }
    const { accessToken } = tokens;
    const request = (by: Send) => by("/auth/logout", {}, accessToken);
    await this.#take({ event: "auth.user.logged_out", about, request }, send);
  }

  /**
   * Repeats the request that was not answered. Now it has happened, if it had not before: but for a login, which
   * happens again.
   */
  async repeat(send: Send): Promise<void> {
    if (this.#unanswered === undefined || this.#unanswered.event === "auth.user.logged_in") return;
    const { status } = await this.#unanswered.request(send);
    if (status >= 500) throw new Error(`The repeat was answered with ${status}`);
    this.#acknowledged.push(nameOf(this.#unanswered));
    this.#unanswered = undefined;
  }

  get acknowledged(): readonly string[] {
    return this.#acknowledged;
  }

  /** The event of a login without an answer, of which nobody knows whether it happened. */
  get unknown(): string | undefined {
    return this.#unanswered && nameOf(this.#unanswered);
  }

  async #take(step: Step, send: Send): Promise<Tokens> {
    this.#unanswered = step;
    const { status, body } = await step.request(send);
    if (status >= 300) throw new Error(`${step.event}: answered with ${status}`);
    this.#acknowledged.push(nameOf(step));
    this.#unanswered = undefined;
    return body;
  }
}

/** An event as clients name it. */
export function eventName({ subject, event: { data } }: ReceivedEvent): string {
  const isAboutAddress = subject === "auth.user.registered" || subject === "auth.user.logged_in";
  return nameOf({ event: subject, about: String(isAboutAddress ? data.email : data.sessionId) });
}

function nameOf({ event, about }: Pick<Step, "event" | "about">): string {
  return `${event} ${about}`;
}

function sessionOf({ accessToken }: Tokens): string {
  return JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString()).sid;
}
