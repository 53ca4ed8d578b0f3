import type { StackConfig } from "../../config/schema";
import { dirs, ports } from "../../places";
import { redisMemory } from "./memory";

/** The Redis user of the auth service. */
export const redisUser = "auth-service";

/** What differs between the servers that the service runs on. */
export interface RedisSettings {
  /** In a stack over TLS only, which these files are for; on this machine in the clear, on loopback. */
  readonly listen: { readonly tls: TlsFiles } | { readonly loopbackPort: number };
  /** Where data goes. */
  readonly dir: string;
  /** The file with the users. */
  readonly usersFile: string;
  /** When writes are written through to the disk: "always" before each answer. */
  readonly fsync: StackConfig["redis"]["fsync"];
  /** What data may take, e.g. "256mb"; left out, all that there is. */
  readonly maxmemory?: string;
}

/** PEM files of the server. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** redis.conf. https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ */
export function renderRedisConfig({ listen, dir, usersFile, fsync, maxmemory }: RedisSettings): string {
  return [
    ...renderListen(listen),
    `aclfile ${usersFile}`,
    `dir ${dir}`,
    "appendonly yes",
    `appendfsync ${fsync}`,
    'save ""',
    // Sessions and events are never dropped to make room; writes fail instead and the service answers 503.
    "maxmemory-policy noeviction",
    ...(maxmemory === undefined ? [] : [`maxmemory ${maxmemory}`]),
    "",
  ].join("\n");
}

function renderListen(listen: RedisSettings["listen"]): string[] {
  if ("loopbackPort" in listen) return ["bind 127.0.0.1", `port ${listen.loopbackPort}`];
  const { cert, key, ca } = listen.tls;
  return [
    "bind * -::*",
    "port 0",
    `tls-port ${ports.redis}`,
    `tls-cert-file ${cert}`,
    `tls-key-file ${key}`,
    `tls-ca-cert-file ${ca}`,
    "tls-auth-clients no",
  ];
}

/** redis.conf of a stack. */
export function stackRedisConfig({ fsync, memory }: Pick<StackConfig["redis"], "fsync" | "memory">): string {
  const { config, tls, data } = dirs.redis;
  return renderRedisConfig({
    listen: { tls: { cert: `${tls}/tls.crt`, key: `${tls}/tls.key`, ca: `${tls}/ca.crt` } },
    dir: data,
    usersFile: `${config}/users.acl`,
    fsync,
    maxmemory: redisMemory(memory).maxmemory,
  });
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
    `user ${redisUser} on #${passwordHash} ~* &* +@all -@admin -@dangerous +info`,
    "",
  ].join("\n");
}
