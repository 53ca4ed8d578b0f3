import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import type { Path } from "./job";

/** A user of the service and the tokens of its session. */
interface Account {
  readonly email: string;
  readonly password: string;
  accessToken: string;
  refreshToken: string;
}

/** Users of the service, each with at most one request under way: a refresh needs the tokens of the one before. */
export class Clients {
  readonly #pool: Pool;
  readonly #free: Account[] = [];
  readonly #waiting: ((account: Account) => void)[] = [];

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: 256, pipelining: 1 });
  }

  /** Registers users and logs them in. */
  async open(count: number): Promise<void> {
    const unique = `${process.pid}-${Date.now()}`;
    for (let index = 0; index < count; index += 1) {
      const account = {
        email: `user-${unique}-${index}@example.com`,
        password: `pass-${unique}-${index}`,
        accessToken: "",
        refreshToken: "",
      };
      await this.#register(account);
      await this.#login(account);
      this.#free.push(account);
    }
  }

  /** A service that has just started may still be busy with itself, and says so. */
  async #register(account: Account, tries = 5): Promise<void> {
    try {
      await this.#post("/auth/register", { ...pick(account), name: "Test User" });
    } catch (error) {
      if (tries === 1) throw error;
      await sleep(1_000);
      await this.#register(account, tries - 1);
    }
  }

  /** One request on behalf of the user who has waited longest. */
  async send(path: Path): Promise<void> {
    const account =
      this.#free.shift() ?? (await new Promise<Account>((resolve) => this.#waiting.push(resolve)));
    try {
      await this.#request(path, account);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(account);
      else this.#free.push(account);
    }
  }

  #request(path: Path, account: Account): Promise<unknown> {
    switch (path) {
      case "login":
        return this.#login(account);
      case "refresh":
        return this.#refresh(account);
      case "me":
        return this.#ask("GET", "/auth/me", { authorization: `Bearer ${account.accessToken}` });
    }
  }

  async #login(account: Account): Promise<void> {
    Object.assign(account, await this.#post("/auth/login", pick(account)));
  }

  async #refresh(account: Account): Promise<void> {
    Object.assign(account, await this.#post("/auth/refresh", { refreshToken: account.refreshToken }));
  }

  #post(path: string, body: object): Promise<object> {
    return this.#ask("POST", path, { "content-type": "application/json" }, JSON.stringify(body));
  }

  async #ask(method: "GET" | "POST", path: string, headers: Record<string, string>, body?: string) {
    const answer = await this.#pool.request({ method, path, headers, ...(body !== undefined && { body }) });
    const text = await answer.body.text();
    if (answer.statusCode < 300) return JSON.parse(text);
    throw new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text}`);
  }
}

function pick({ email, password }: Account) {
  return { email, password };
}
