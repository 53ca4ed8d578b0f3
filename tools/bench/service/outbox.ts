import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { redisUser } from "../../../infra/components/redis/config";
import { redisOptions } from "../../../service/src/plugins/redis";
import { keys } from "../../../service/src/store/keys";
import type { BenchStack } from "./stack";

/** A look into the outbox. */
export class Outbox {
  readonly redis: Redis;

  constructor({ redisPort, keys: { redisPassword } }: BenchStack) {
    const address = { host: "127.0.0.1", port: redisPort, username: redisUser, password: redisPassword };
    this.redis = new Redis({ ...redisOptions(address), enableOfflineQueue: true });
  }

  /** Events that wait to be published. */
  length(): Promise<number> {
    return this.redis.xlen(keys.outbox);
  }

  async isEmpty(): Promise<void> {
    while ((await this.length()) > 0) await sleep(20);
  }

  close(): void {
    this.redis.disconnect();
  }
}
