import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listens } from "./ports";
import { type LocalServer, startServer } from "./process";

/** The Redis user of the auth service. */
export const redisUser = "auth-service";

/** A redis-server on loopback. `dir` holds its configuration, data and log. */
export interface LocalRedis {
  readonly dir: string;
  readonly port: number;
  /** Password of the user `auth-service`. */
  readonly password: string;
  /** When writes are written through to the disk: "always" (the default) before each answer. */
  readonly fsync?: "always" | "everysec";
  /** Further lines of redis.conf. */
  readonly settings?: readonly string[];
}

/** Starts a redis-server with an append-only file and the auth service's user; resolves when it accepts connections. */
export function startRedis(redis: LocalRedis): Promise<LocalServer> {
  const { dir, port } = redis;
  mkdirSync(dir, { recursive: true });
  const config = join(dir, "redis.conf");
  writeFileSync(config, renderRedis(redis), { mode: 0o600 });
  return startServer({
    command: "redis-server",
    args: [config],
    log: join(dir, "redis.log"),
    url: `redis://127.0.0.1:${port}`,
    ready: () => listens(port),
  });
}

/**
 * Nobody can log in as the default user, but Redis 7.0 replays its append-only file with that user's rights, and
 * without them drops every transaction in it. https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/
 */
function renderRedis({ dir, port, password, fsync = "always", settings = [] }: LocalRedis): string {
  const hash = createHash("sha256").update(password).digest("hex");
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir ${dir}`,
    "appendonly yes",
    `appendfsync ${fsync}`,
    'save ""',
    "maxmemory-policy noeviction",
    "user default off ~* &* +@all",
    `user ${redisUser} on #${hash} ~* &* +@all -@dangerous -@admin +info`,
    ...settings,
    "",
  ].join("\n");
}
