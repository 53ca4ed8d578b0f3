import type { StackConfig } from "../../config/schema";
import { redisMemory } from "./memory";

/** Folders of the Redis container. */
export const redisDirs = { config: "/etc/redis", tls: "/etc/redis-tls", data: "/data" } as const;

/** redis.conf. https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ */
export function renderRedisConfig({ fsync, memory }: Pick<StackConfig["redis"], "fsync" | "memory">): string {
  return [
    "bind * -::*",
    "port 0",
    "tls-port 6379",
    `tls-cert-file ${redisDirs.tls}/tls.crt`,
    `tls-key-file ${redisDirs.tls}/tls.key`,
    `tls-ca-cert-file ${redisDirs.tls}/ca.crt`,
    "tls-auth-clients no",
    `aclfile ${redisDirs.config}/users.acl`,
    `dir ${redisDirs.data}`,
    "appendonly yes",
    `appendfsync ${fsync}`,
    'save ""',
    // Sessions and events are never dropped to make room; writes fail instead and the service answers 503.
    "maxmemory-policy noeviction",
    `maxmemory ${redisMemory(memory).maxmemory}`,
    "",
  ].join("\n");
}

/**
 * The users. The auth service may do all but administer the server; `probe` can only ask whether it is alive, so it
 * needs no password. Nobody can log in as the default user, but Redis 7.0 replays its append-only file with that user's
 * rights, and without them drops every transaction in it. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export function renderRedisUsers(passwordHash: string): string {
  return [
    "user default off ~* &* +@all",
    "user probe on nopass -@all +ping",
    `user auth-service on #${passwordHash} ~* &* +@all -@admin -@dangerous +info`,
    "",
  ].join("\n");
}
