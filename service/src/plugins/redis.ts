import fastifyPlugin from "fastify-plugin";
import type { Redis, RedisOptions } from "ioredis";
import type { RedisConfig } from "../config";
import { messageOf } from "../log";
import { connectorTo } from "../store/connector";
import { TurnwiseRedis } from "../store/turnwise-redis";

declare module "fastify" {
  interface FastifyInstance {
    readonly redis: Redis;
  }
}

/** Connects to Redis in the background and for good; without a connection commands fail at once. */
export const redisPlugin = fastifyPlugin(
  async (app) => {
    const redis = new TurnwiseRedis(redisOptions(app.config.redis));
    let reason: string | undefined;
    redis.on("ready", () => app.log.info("Redis connected successfully"));
    redis.on("close", () => app.log.warn({ reason }, "Redis is not connected"));
    redis.on("error", (error: Error) => {
      reason = messageOf(error);
      app.log.debug({ err: error }, "Redis connection failed");
    });
    app.decorate("redis", redis);
    app.addHook("onClose", async () => {
      redis.removeAllListeners("close");
      redis.disconnect();
    });
  },
  { name: "redis" },
);

/**
 * A command whose connection breaks is not sent again: it may have taken effect, and a registration sent twice would
 * report its own address as taken.
 */
export function redisOptions({ host, port, username, password, tls }: RedisConfig) {
  return {
    host,
    port,
    Connector: connectorTo({ host, port, tls }),
    connectionName: "auth-service",
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 2_000,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls }),
  } satisfies RedisOptions;
}
