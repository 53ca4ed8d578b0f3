import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redisUser } from "../../../infra/components/redis/config";
import { authServiceUser, connectionSettings, contract, streamAdminUser } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import { connect, nkeyAuthenticator } from "../../lib/nats-client";
import { projectDir } from "../../lib/paths";
import { createLocalKeys, publicKeysOf } from "../../local/keys";
import { startNats } from "../../local/nats";
import { freePort } from "../../local/ports";
import { type LocalServer, startServer } from "../../local/process";
import { startRedis } from "../../local/redis";
import { imageNodeOptions, isServiceReady } from "../../local/service";
import { declareStreams } from "../../local/streams";

/** When Redis and nats-server write through to the disk. */
export interface Durability {
  readonly redis: "everysec" | "always";
  readonly nats: "2m" | "always";
}

/** Redis and nats-server on loopback with the contract's rights and streams, and the built service on them. */
export class BenchStack {
  readonly keys = createLocalKeys();
  readonly #dir = mkdtempSync(join(tmpdir(), "auth-stack-bench-"));
  readonly #running = new Map<"redis" | "nats" | "service", LocalServer>();
  readonly #ports = { redis: 0, nats: 0, monitor: 0, service: 0, admin: 0 };

  constructor(private readonly durability: Durability) {}

  get redisPort(): number {
    return this.#ports.redis;
  }

  get natsUrl(): string {
    return `nats://127.0.0.1:${this.#ports.nats}`;
  }

  get serviceUrl(): string {
    return `http://127.0.0.1:${this.#ports.service}`;
  }

  get adminUrl(): string {
    return `http://127.0.0.1:${this.#ports.admin}`;
  }

  /** Process ids by what runs. */
  get pids(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#running].map(([name, { pid }]) => [name, pid]));
  }

  /** Starts Redis and nats-server, and declares the streams. */
  async start(): Promise<void> {
    for (const name of ["redis", "nats", "monitor", "service", "admin"] as const) {
      this.#ports[name] = await freePort();
    }
    const { keys, durability } = this;
    const redis = { dir: join(this.#dir, "redis"), port: this.redisPort, password: keys.redisPassword };
    this.#running.set("redis", await startRedis({ ...redis, fsync: durability.redis }));
    await this.startNats();
    await this.#declare();
  }

  async startNats(): Promise<void> {
    const settings = {
      dir: join(this.#dir, "nats"),
      port: this.#ports.nats,
      monitorPort: this.#ports.monitor,
      publicKeys: publicKeysOf(this.keys),
      sync: this.durability.nats,
    };
    this.#running.set("nats", await startNats(settings));
  }

  async stopNats(): Promise<void> {
    await this.#running.get("nats")?.stop();
    this.#running.delete("nats");
  }

  /** Starts the service as its image does; resolves when it wants requests. */
  async startService(): Promise<void> {
    const service = await startServer({
      command: process.execPath,
      args: [...imageNodeOptions(), join(projectDir, "service/dist/service/src/server.js")],
      env: this.#serviceEnvironment(),
      log: join(this.#dir, "service.log"),
      url: this.serviceUrl,
      ready: () => isServiceReady(this.adminUrl),
    });
    this.#running.set("service", service);
  }

  async stop(): Promise<void> {
    for (const name of ["service", "nats", "redis"] as const) await this.#running.get(name)?.stop();
  }

  /** Removes data and logs, which stay after a failure. */
  removeFiles(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #declare(): Promise<void> {
    const { name, inboxPrefix } = connectionSettings(streamAdminUser);
    const authenticator = nkeyAuthenticator(new TextEncoder().encode(this.keys.nkeys[name]?.seed));
    const connection = await connect({ servers: this.natsUrl, name, inboxPrefix, authenticator });
    await declareStreams(connection);
    await connection.close();
  }

  #serviceEnvironment(): Record<string, string> {
    const { keys } = this;
    return {
      NODE_ENV: "production",
      PORT: String(this.#ports.service),
      ADMIN_PORT: String(this.#ports.admin),
      ISSUER: this.serviceUrl,
      // Each of its sessions is refreshed faster than any client would.
      REFRESH_BURST: "1000000",
      // All of its users come from one address.
      REGISTRATIONS_PER_HOUR: "1000000",
      SIGNING_KEYS_FILE: this.#file("signing-keys.json", JSON.stringify(keys.signingKeys)),
      REDIS_URL: `redis://127.0.0.1:${this.redisPort}`,
      REDIS_USERNAME: redisUser,
      REDIS_PASSWORD_FILE: this.#file("redis-password", keys.redisPassword),
      NATS_URL: this.natsUrl,
      CONTRACT_FILE: this.#file("contract.json", renderServiceContract(contract)),
      NATS_SEED_FILE: this.#file("seed", keys.nkeys[authServiceUser.name]?.seed ?? ""),
    };
  }

  #file(name: string, content: string): string {
    const path = join(this.#dir, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}
