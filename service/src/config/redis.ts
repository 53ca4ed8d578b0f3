import type { Env } from "../../../stream-config/environment";
import type { Secrets } from "./secrets";
import { type ClientTls, toClientTls } from "./tls";

/** Where Redis is and who we are to it. */
export interface RedisConfig {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: ClientTls;
}

export function toRedis(env: Env, { redisPassword: password, redisCa: ca }: Secrets): RedisConfig {
  const url = new URL(env.REDIS_URL);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 6379),
    ...(env.REDIS_USERNAME !== undefined && { username: env.REDIS_USERNAME }),
    ...(password !== undefined && { password }),
    ...(url.protocol === "rediss:" && { tls: toClientTls(ca) }),
  };
}
