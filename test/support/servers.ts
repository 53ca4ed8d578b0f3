import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { connectionSettings, type TlsFiles, type UserName, users } from "../../stream-config";
import { createLocalKeys, type LocalKeys, publicKeysOf } from "../../tools/local/keys";
import { startNats } from "../../tools/local/nats";
import { freePort } from "../../tools/local/ports";
import type { LocalServer } from "../../tools/local/process";
import { startRedis } from "../../tools/local/redis";
import { declareStreams as declareOn } from "../../tools/local/streams";
import { type ConnectionOptions, connect, type NatsConnection, nkeyAuthenticator } from "./nats-client";

/** When a test's servers are stopped: after the test, or by `afterFile()` when a whole file shares them. */
export type OnFinished = (cleanUp: () => Promise<void>) => void;

/** A server of a test, which may be stopped and started again on the same port with the same data. */
export interface TestServer extends LocalServer {
  readonly start: () => Promise<void>;
}

/** A nats-server with the contract's accounts, and the keys of its users. */
export interface TestNats extends TestServer {
  readonly keys: LocalKeys;
  /** A connection as this user, with its own inbox prefix; closed after the test. */
  readonly connectAs: (user: UserName, options?: ConnectionOptions) => Promise<NatsConnection>;
}

/** A temporary folder, removed after the test. */
export function temporaryDir(onFinished: OnFinished = onTestFinished): string {
  const dir = mkdtempSync(join(tmpdir(), "auth-stack-test-"));
  onFinished(async () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts a redis-server; `password` belongs to the user `auth-service`, `settings` are added to its configuration. */
export async function startTestRedis(
  password: string,
  onFinished: OnFinished = onTestFinished,
  settings: readonly string[] = [],
): Promise<TestServer> {
  const options = { dir: temporaryDir(onFinished), port: await freePort(), password, settings };
  return restartable(() => startRedis(options), onFinished);
}

/** Starts a nats-server without stream or consumers. */
export async function startTestNats(
  options: { readonly tls?: TlsFiles; readonly keys?: LocalKeys; readonly port?: number } = {},
  onFinished: OnFinished = onTestFinished,
): Promise<TestNats> {
  const keys = options.keys ?? createLocalKeys();
  const settings = {
    dir: temporaryDir(onFinished),
    port: options.port ?? (await freePort()),
    monitorPort: await freePort(),
    publicKeys: publicKeysOf(keys),
    ...(options.tls && { tls: options.tls }),
  };
  const server = await restartable(() => startNats(settings), onFinished);
  const connectAs: TestNats["connectAs"] = async (user, extra) => {
    const connection = await connect({ servers: server.url, ...credentials(keys, user), ...extra });
    onFinished(() => connection.close());
    return connection;
  };
  return Object.assign(server, { keys, connectAs });
}

/** Creates the contract's stream and consumers, as `stream-admin`. */
export async function declareStreams(nats: TestNats): Promise<void> {
  const connection = await nats.connectAs("stream-admin");
  await declareOn(connection);
  await connection.close();
}

function credentials(keys: LocalKeys, name: UserName): ConnectionOptions {
  const user = users.find((candidate) => candidate.name === name)!;
  const { inboxPrefix } = connectionSettings(user);
  return {
    name,
    inboxPrefix,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(keys.nkeys[name]!.seed)),
  };
}

async function restartable(launch: () => Promise<LocalServer>, onFinished: OnFinished): Promise<TestServer> {
  let current = await launch();
  onFinished(() => current.stop("SIGKILL"));
  return {
    get pid() {
      return current.pid;
    },
    url: current.url,
    log: current.log,
    stop: (signal) => current.stop(signal),
    start: async () => {
      current = await launch();
    },
  };
}
