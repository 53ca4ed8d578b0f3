import { expect, test } from "vitest";
import { issueAuthority } from "../../../infra/provider/keys/issue";
import { parseConfig } from "../../../service/src/config";
import { limitsFor } from "../../../service/src/config/admission-limits";
import { serviceContract } from "../support";
import { file, problemsOf, seed, validEnv } from "./environment";

test("config - the defaults suit a service on this machine", () => {
  expect(parseConfig(validEnv())).toMatchObject({
    environment: "development",
    logLevel: "info",
    logPersonalData: "redacted",
    apiDocs: "off",
    listen: { host: "127.0.0.1", port: 3001, adminPort: 9090, trustedProxies: [] },
    tokens: {
      issuer: "http://localhost:3001",
      accessTtlSeconds: 600,
      refreshTtlSeconds: 14 * 86_400,
      sessionTtlSeconds: 30 * 86_400,
      refreshRepeatSeconds: 10,
      refreshBurst: 60,
      refreshIntervalSeconds: 10,
    },
    registrationsPerHour: 60,
    passwordMinLength: 8,
    passwordHash: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
    passwordBlocklist: { kind: "on", words: [] },
    redis: { host: "127.0.0.1", port: 6379 },
    messaging: { kind: "on", servers: ["nats://127.0.0.1:4222"], contract: serviceContract, seed },
    tracing: { kind: "off" },
    shutdown: { delay: 0, deadline: 25 },
  });
});

test("config - TLS, credentials and addresses are taken from variables and files", async () => {
  const subject = { commonName: "test", usages: "authority", validityDays: 1 } as const;
  const { certificate, privateKey } = await issueAuthority(subject, new Date());
  const config = parseConfig({
    ...validEnv(),
    TLS_CERT_FILE: file(certificate),
    TLS_KEY_FILE: file(privateKey),
    REDIS_URL: "rediss://redis:6380",
    REDIS_USERNAME: "auth-service",
    REDIS_PASSWORD_FILE: file("secret\n"),
    REDIS_CA_FILE: file("redis-ca"),
    NATS_URL: "tls://nats-0:4222,tls://nats-1:4222",
    NATS_CA_FILE: file("nats-ca"),
  });
  expect(config.listen.tls).toEqual({ cert: certificate.trim(), key: privateKey.trim() });
  expect(config.redis).toEqual({
    host: "redis",
    port: 6380,
    username: "auth-service",
    password: "secret",
    tls: { ca: "redis-ca" },
  });
  expect(config.messaging).toEqual({
    kind: "on",
    servers: ["tls://nats-0:4222", "tls://nats-1:4222"],
    contract: serviceContract,
    seed,
    tls: { ca: "nats-ca" },
  });
});

test("config - with the message queue off no NATS key is needed, and no contract", () => {
  const { NATS_SEED_FILE: _, CONTRACT_FILE: __, ...env } = validEnv();
  expect(parseConfig({ ...env, MESSAGE_QUEUE: "off" }).messaging).toEqual({ kind: "off" });
});

test("config - words that no password may be made of go with the blocklist", () => {
  const env = { ...validEnv(), PASSWORD_BLOCKED_WORDS: "Example,Road Runner" };
  expect(parseConfig(env).passwordBlocklist).toEqual({ kind: "on", words: ["Example", "Road Runner"] });
  expect(parseConfig({ ...env, PASSWORD_BLOCKLIST: "off" }).passwordBlocklist).toEqual({ kind: "off" });
});

test("config - tracing is on where the standard variables name an exporter or its endpoint", () => {
  const tracing = (more: object) => parseConfig({ ...validEnv(), ...more }).tracing;
  const on = { kind: "on", sampler: "parentbased_always_on", ratio: 1 };
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
  expect(tracing(endpoint)).toEqual(on);
  expect(tracing({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector/v1/traces" })).toEqual(on);
  expect(tracing({ OTEL_TRACES_EXPORTER: "otlp" })).toEqual(on);
  expect(tracing({ ...endpoint, OTEL_TRACES_EXPORTER: "none" })).toEqual({ kind: "off" });
  expect(tracing({ ...endpoint, OTEL_SDK_DISABLED: "true" })).toEqual({ kind: "off" });
  const sampled = { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" };
  expect(tracing({ ...endpoint, ...sampled })).toEqual({ kind: "on", sampler: "traceidratio", ratio: 0.25 });
});

test("config - an empty variable counts as not set", () => {
  expect(parseConfig({ ...validEnv(), PORT: "", TLS_CERT_FILE: "" }).listen).toEqual({
    host: "127.0.0.1",
    port: 3001,
    adminPort: 9090,
    trustedProxies: [],
    proxyProtocol: "off",
    limits: limitsFor(),
  });
});

test("config - the PROXY protocol needs proxies that are trusted", () => {
  const proxies = { TRUSTED_PROXIES: "10.0.0.0/8" };
  expect(parseConfig({ ...validEnv(), ...proxies, PROXY_PROTOCOL: "on" }).listen.proxyProtocol).toBe("on");
  const [problem] = problemsOf({ ...validEnv(), PROXY_PROTOCOL: "on" });
  expect(problem).toContain("on needs TRUSTED_PROXIES");
});

test("config - bounds are what fits into memory unless they are given", () => {
  const given = { MAX_CONNECTIONS: "10", MAX_REQUESTS: "20", MAX_PIPELINED_REQUESTS: "30" };
  const { limits } = parseConfig({ ...validEnv(), ...given }).listen;
  expect(limits).toEqual({ connections: 10, requests: 20, pipelined: 30 });
});

test("config - proxies are trusted by address or network", () => {
  const { listen } = parseConfig({ ...validEnv(), TRUSTED_PROXIES: "10.0.0.0/8, 192.168.1.1,fd00::/64" });
  expect(listen.trustedProxies).toEqual(["10.0.0.0/8", "192.168.1.1", "fd00::/64"]);
});
