import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RedisSettings, renderRedisConfig, renderRedisUsers } from "../../infra/components/redis/config";
import { listens } from "./ports";
import { type LocalServer, startServer } from "./process";

/** A redis-server on loopback. `dir` holds its configuration, data and log. */
export interface LocalRedis {
  readonly dir: string;
  readonly port: number;
  /** Password of the user `auth-service`. */
  readonly password: string;
  /** When writes are written through to the disk: "always" (the default) before each answer. */
  readonly fsync?: RedisSettings["fsync"];
  /** Further lines of redis.conf, and further users. */
  readonly settings?: readonly string[];
}

/** Starts a redis-server with an append-only file and the users of a stack; resolves when it accepts connections. */
export function startRedis(redis: LocalRedis): Promise<LocalServer> {
  mkdirSync(redis.dir, { recursive: true });
  return startServer({
    command: "redis-server",
    args: [writeConfig(redis)],
    log: join(redis.dir, "redis.log"),
    url: `redis://127.0.0.1:${redis.port}`,
    ready: () => listens(redis.port),
  });
}

/** Returns the path of redis.conf. The server takes users from the file beside it, and from nowhere else. */
function writeConfig({ dir, port, password, fsync = "always", settings = [] }: LocalRedis): string {
  const [config, usersFile] = [join(dir, "redis.conf"), join(dir, "users.acl")];
  const isUser = (line: string) => line.startsWith("user ");
  const lines = (chosen: readonly string[]) => chosen.map((line) => `${line}\n`).join("");
  const rendered = renderRedisConfig({ listen: { loopbackPort: port }, dir, usersFile, fsync });
  writeFileSync(config, rendered + lines(settings.filter((line) => !isUser(line))), { mode: 0o600 });
  const users = renderRedisUsers(createHash("sha256").update(password).digest("hex"));
  writeFileSync(usersFile, users + lines(settings.filter(isUser)), { mode: 0o600 });
  return config;
}
