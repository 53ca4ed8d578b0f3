import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { type Issued, issue, issueAuthority } from "../../infra/provider/keys/issue";
import type { Config } from "../../service/src/config";
import type { TlsFiles } from "../../stream-config";
import { createLocalKeys } from "../../tools/local/keys";
import { freePort, listens } from "../../tools/local/ports";
import { startServer } from "../../tools/local/process";
import { declareStreams, startTestNats, startTestRedis, temporaryDir } from "../support/servers";
import { configFor, registerUser, serviceContract, startApp, until } from "./support";

const now = new Date();
const keys = createLocalKeys();
let ca: Issued;
let other: Issued;
let server: Issued;

beforeAll(async () => {
  ca = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, now);
  other = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, now);
  const subject = { commonName: "test", usages: "server", dnsNames: ["localhost"], validityDays: 1 } as const;
  server = await issue(subject, ca, now);
});

function tlsFiles(): TlsFiles {
  const dir = temporaryDir();
  const files = { cert: join(dir, "tls.crt"), key: join(dir, "tls.key"), ca: join(dir, "ca.crt") };
  writeFileSync(files.cert, server.certificate);
  writeFileSync(files.key, server.privateKey);
  writeFileSync(files.ca, ca.certificate);
  return files;
}

/** A Redis that speaks TLS only. */
async function startTlsRedis(files: TlsFiles): Promise<Config["redis"]> {
  const port = await freePort();
  const dir = temporaryDir();
  const options = { "tls-port": port, "tls-cert-file": files.cert, "tls-key-file": files.key };
  const settings = { bind: "127.0.0.1", port: 0, dir, "tls-auth-clients": "no", save: "", ...options };
  const args = Object.entries({ ...settings, "tls-ca-cert-file": files.ca }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  const redis = await startServer({
    command: "redis-server",
    args,
    log: join(dir, "redis.log"),
    url: `rediss://localhost:${port}`,
    ready: () => listens(port),
  });
  onTestFinished(() => redis.stop("SIGKILL"));
  return { host: "localhost", port, tls: { ca: ca.certificate } };
}

async function plainConfig(): Promise<Config> {
  const redis = await startTestRedis(keys.redisPassword);
  return configFor(keys, redis.url, "nats://127.0.0.1:1");
}

function statusOf(port: number, authority: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: "localhost", port, path: "/.well-known/jwks.json", ca: authority, agent: false };
    request(options, (response) => resolve(response.resume().statusCode))
      .once("error", reject)
      .end();
  });
}

test("TLS - NATS and Redis are reached over TLS", async () => {
  const files = tlsFiles();
  const nats = await startTestNats({ tls: files, keys });
  const url = nats.url.replace("127.0.0.1", "localhost");
  await declareStreams({
    ...nats,
    connectAs: (user) => nats.connectAs(user, { servers: url, tls: { ca: ca.certificate } }),
  });
  const seed = keys.nkeys["auth-service"]!.seed;
  const messaging = {
    kind: "on",
    servers: [url],
    contract: serviceContract,
    seed,
    tls: { ca: ca.certificate },
  } as const;
  const config = { ...(await plainConfig()), redis: await startTlsRedis(files), messaging };
  const { app, logs } = await startApp(config);
  await registerUser(app);
  await until(() => logs.some(({ msg }) => msg === "Auth event published successfully"));
});

test("TLS - a NATS or Redis of another authority is not talked to", async () => {
  const files = tlsFiles();
  const nats = await startTestNats({ tls: files, keys });
  const url = nats.url.replace("127.0.0.1", "localhost");
  const seed = keys.nkeys["auth-service"]!.seed;
  const tls = { ca: other.certificate };
  const messaging = { kind: "on", servers: [url], contract: serviceContract, seed, tls } as const;
  const redis = { ...(await startTlsRedis(files)), tls };
  const config = { ...(await plainConfig()), messaging, redis, logLevel: "debug" as const };
  const { app, logs } = await startApp(config, undefined, undefined, "don't wait");
  await until(() => logs.some(({ msg }) => msg === "NATS is not reachable; events wait in the outbox"));
  await until(() => logs.some(({ msg }) => msg === "Redis connection failed"));
  const lost = () => logs.filter(({ msg }) => msg === "Redis is not connected");
  await until(() =>
    lost().some(({ level, reason }) => level === "warn" && /certificate/.test(String(reason))),
  );
  expect(app.natsLink?.isConnected).toBe(false);
  expect(app.redis.status).not.toBe("ready");
});

test("TLS - the service itself speaks HTTPS when it has a certificate", async () => {
  const config = await plainConfig();
  const tls = { cert: server.certificate, key: server.privateKey };
  const { app } = await startApp({ ...config, listen: { ...config.listen, tls } });
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  expect(await statusOf(port, ca.certificate)).toBe(200);
  await expect(statusOf(port, other.certificate)).rejects.toThrow(/certificate/);
});

/** What a handshake with a version of TLS comes to. */
function handshake(port: number, version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): Promise<string> {
  return new Promise((resolve) => {
    const versions = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
    const socket = connect({
      host: "127.0.0.1",
      port,
      servername: "localhost",
      ca: ca.certificate,
      ...versions,
    });
    socket.once("secureConnect", () => resolve(socket.getProtocol() ?? "none"));
    socket.on("error", () => resolve("refused"));
    onTestFinished(() => void socket.destroy());
  });
}

test("TLS - the service speaks 1.2 and 1.3 and nothing older, and no plain HTTP", async () => {
  const config = await plainConfig();
  const tls = { cert: server.certificate, key: server.privateKey };
  const { app } = await startApp({ ...config, listen: { ...config.listen, tls } });
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  expect(await handshake(port, "TLSv1.3")).toBe("TLSv1.3");
  expect(await handshake(port, "TLSv1.2")).toBe("TLSv1.2");
  expect(await handshake(port, "TLSv1.1")).toBe("refused");
  await expect(fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`)).rejects.toThrow();
});
