/** Remembers what was handled, so that a second delivery does nothing. Keys are event ids, longer for replays. */
export interface HandledEvents {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
}

/** Remembers the newest keys in this process: enough against redelivery, forgotten at a restart. */
export class HandledInMemory implements HandledEvents {
  readonly #keys = new Set<string>();

  constructor(private readonly size = 100_000) {}

  async has(key: string): Promise<boolean> {
    return this.#keys.has(key);
  }

  async add(key: string): Promise<void> {
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > this.size && oldest !== undefined) this.#keys.delete(oldest);
  }
}

/** The two commands that are needed of a Redis client, as `ioredis` has them. */
export interface RedisCommands {
  exists(key: string): Promise<number>;
  set(key: string, value: string, unit: "EX", seconds: number): Promise<unknown>;
}

/** Remembers keys in Redis, shared by all replicas. `seconds` is at least as long as the stream keeps an event. */
export class HandledInRedis implements HandledEvents {
  constructor(
    private readonly redis: RedisCommands,
    private readonly prefix: string,
    private readonly seconds = 8 * 86_400,
  ) {}

  async has(key: string): Promise<boolean> {
    return (await this.redis.exists(`${this.prefix}${key}`)) === 1;
  }

  async add(key: string): Promise<void> {
    await this.redis.set(`${this.prefix}${key}`, "1", "EX", this.seconds);
  }
}
