import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { issueAuthority } from "../../../infra/provider/keys/issue";
import { limitsFor } from "../../../service/src/admission/limits";
import { ConfigError, parseConfig } from "../../../service/src/config";
import { longestAccessSeconds } from "../../../service/src/store/scripts/session-lifetimes";
import { contract } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import { createLocalKeys } from "../../../tools/local/keys";
import { temporaryDir } from "../../support/servers";
import { serviceContract } from "../support";

const keys = createLocalKeys();
const seed = keys.nkeys["auth-service"]!.seed;

function file(content: string): string {
  const path = join(temporaryDir(), "file");
  writeFileSync(path, content);
  return path;
}

function validEnv(): Record<string, string> {
  return {
    SIGNING_KEYS_FILE: file(JSON.stringify(keys.signingKeys)),
    NATS_SEED_FILE: file(`${seed}\n`),
    CONTRACT_FILE: file(renderServiceContract(contract)),
  };
}

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n").slice(1);
  }
}

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

/** Variable, bad value, what the line says besides key and value. */
const badValues: [string, string, string][] = [
  ["PORT", "80a", "Write a port number"],
  ["PORT", "65536", "Write a port number"],
  ["ADMIN_PORT", "1.5", "Write a port number"],
  ["API_DOCS", "yes", "Write on or off"],
  ["MAX_CONNECTIONS", "0", "leave it out for what fits into memory"],
  ["MAX_REQUESTS", "many", "Write how many requests"],
  ["MAX_PIPELINED_REQUESTS", "1001", "at most 1000"],
  ["LOG_LEVEL", "verbose", "Write fatal, error, warn, info, debug, trace or silent."],
  ["LOG_PERSONAL_DATA", "no", "Write redacted or shown."],
  ["ISSUER", "auth.example.com", 'e.g. "https://auth.example.com"'],
  ["ACCESS_TOKEN_TTL", "10", "Write a whole number and s, m or h"],
  ["ACCESS_TOKEN_TTL", "0m", "Write a whole number and s, m or h"],
  ["ACCESS_TOKEN_TTL", "25h", "24h at most"],
  ["REFRESH_TOKEN_TTL", "1w", 'e.g. "14d"'],
  ["SESSION_TTL", "30", 'e.g. "30d"'],
  ["REFRESH_REPEAT_WINDOW", "2m", 'e.g. "10s"'],
  ["REFRESH_BURST", "0", "1 to 1000000"],
  ["REFRESH_INTERVAL", "0s", 'e.g. "10s"'],
  ["PASSWORD_MIN_LENGTH", "7", "Write a number from 8 to 64"],
  ["PASSWORD_BLOCKLIST", "no", "Write on or off."],
  ["PASSWORD_HASH_MEMORY", "18", "Write a number of MiB from 19 to 64"],
  ["PASSWORD_HASH_MEMORY", "65", "Write a number of MiB from 19 to 64"],
  ["PASSWORD_HASH_PASSES", "1", "Write a number of passes from 2 to 10"],
  ["PASSWORD_HASH_LANES", "0", "Write a number of lanes from 1 to 4"],
  ["REGISTRATIONS_PER_HOUR", "0", "Write how many registrations an hour"],
  ["REDIS_URL", "http://redis:6379", "Write redis:// or rediss://"],
  ["REDIS_URL", "redis://redis:99999", "Write redis:// or rediss://"],
  ["REDIS_URL", "redis://[::1", "Write redis:// or rediss://"],
  ["ISSUER", "https://auth.example.com:99999", "Write the URL that clients reach"],
  ["ISSUER", "https://[fd00::1", "Write the URL that clients reach"],
  ["NATS_URL", "tls://nats-0:4222,tls://nats-1:70000", "Write nats:// or tls:// URLs"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318000", "Write the URL of a collector"],
  ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://[collector]", "Write the URL of a collector"],
  ["NATS_URL", "nats://a:4222;nats://b:4222", "separated by commas"],
  ["MESSAGE_QUEUE", "yes", "Write on or off."],
  ["SHUTDOWN_DELAY", "soon", "Write a whole number"],
  ["SHUTDOWN_DELAY", "16s", "Write 15s at most: TERMINATION_GRACE is 30s"],
  ["SHUTDOWN_DELAY", "5m", "Write 15s at most"],
  ["TERMINATION_GRACE", "14s", "15s or more"],
  ["OTEL_TRACES_EXPORTER", "zipkin", "Write otlp or none."],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "Write http/json"],
  ["OTEL_TRACES_SAMPLER_ARG", "2", "Write a share from 0 to 1"],
  ["REDIS_PASSWORD_FILE", "/nowhere/password", "It can't be read (ENOENT)."],
];

test.each(badValues)("config - %s=%s is refused with the fix", (key, value, fix) => {
  const problems = problemsOf({ ...validEnv(), [key]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${key} is ${JSON.stringify(value)}: `);
  expect(problems[0]).toContain(fix);
});

test("config - a shutdown ends before the kill, and its delay leaves time for requests under way", () => {
  const longer = { SHUTDOWN_DELAY: "1m", TERMINATION_GRACE: "75s" };
  expect(parseConfig({ ...validEnv(), ...longer }).shutdown).toEqual({ delay: 60, deadline: 70 });
  const [problem] = problemsOf({ ...validEnv(), ...longer, TERMINATION_GRACE: "74s" });
  expect(problem).toContain(
    "Write 59s at most: TERMINATION_GRACE is 74s, and its last 15 s are for requests",
  );
});

test.each([
  ["REFRESH_REPEAT_WINDOW", "60s", "ACCESS_TOKEN_TTL", "59s"],
  ["ACCESS_TOKEN_TTL", "24h", "REFRESH_TOKEN_TTL", "23h"],
  ["REFRESH_TOKEN_TTL", "8d", "SESSION_TTL", "7d"],
])("config - %s of %s is longer than %s of %s, and refused", (shorter, value, longer, limit) => {
  const env = { ...validEnv(), [shorter]: value, [longer]: limit };
  expect(problemsOf(env)).toEqual([
    `  ${shorter} is "${value}": Write no more than ${longer}, which is ${limit}.`,
  ]);
  expect(problemsOf({ ...env, [longer]: value })).toEqual([]);
});

test("config - no access token may live longer than a revocation can be needed for", () => {
  expect(problemsOf({ ...validEnv(), ACCESS_TOKEN_TTL: `${longestAccessSeconds / 3600}h` })).toEqual([]);
  expect(problemsOf({ ...validEnv(), ACCESS_TOKEN_TTL: `${longestAccessSeconds / 3600 + 1}h` })).toHaveLength(
    1,
  );
});

test.each(["production", "prod", "Production"])(
  "config - the API's documents are not for %s",
  (environment) => {
    const env = { ...validEnv(), ENVIRONMENT: environment };
    expect(problemsOf({ ...env, API_DOCS: "on" })).toEqual([
      '  API_DOCS is "on": Write on or off; off in production.',
    ]);
    expect(parseConfig(env).apiDocs).toBe("off");
    expect(parseConfig({ ...env, ENVIRONMENT: "local", API_DOCS: "on" }).apiDocs).toBe("on");
  },
);

test("config - proxies are trusted by address or network", () => {
  const { listen } = parseConfig({ ...validEnv(), TRUSTED_PROXIES: "10.0.0.0/8, 192.168.1.1,fd00::/64" });
  expect(listen.trustedProxies).toEqual(["10.0.0.0/8", "192.168.1.1", "fd00::/64"]);
});

test.each(["everyone", "10.0.0.0/33", "0.0.0.0/0", "::/129", "10.0.0.1,", "10.0.0.1/8/8"])(
  "config - TRUSTED_PROXIES=%s is refused with the fix",
  (value) => {
    const [problem] = problemsOf({ ...validEnv(), TRUSTED_PROXIES: value });
    expect(problem).toContain("List the addresses or networks of proxies");
  },
);

test("config - keys that don't belong together are refused", () => {
  const [key] = keys.signingKeys.keys;
  const [other] = createLocalKeys().signingKeys.keys;
  const mixed = { keys: [{ ...key, x: other!.x }] };
  const tls = { TLS_CERT_FILE: file("no certificate"), TLS_KEY_FILE: file("no key") };
  const problems = problemsOf({ ...validEnv(), ...tls, SIGNING_KEYS_FILE: file(JSON.stringify(mixed)) });
  expect(problems).toEqual([
    expect.stringContaining("The two files don't hold a PEM pair."),
    expect.stringContaining("The file holds something else."),
  ]);
});

test("config - of several signing keys each has its own id and beginning", () => {
  const [key] = keys.signingKeys.keys;
  const [other] = createLocalKeys().signingKeys.keys;
  const problems = (...signingKeys: object[]) =>
    problemsOf({ ...validEnv(), SIGNING_KEYS_FILE: file(JSON.stringify({ keys: signingKeys })) });
  expect(problems({ ...key, nbf: 1_800_000_000 }, { ...other })).toEqual([]);
  for (const twins of [
    [key, other],
    [key, { ...key, nbf: 1 }],
  ]) {
    expect(problems(...(twins as object[]))).toEqual([expect.stringContaining("differ in kid and nbf")]);
  }
});

test("config - every problem is listed at once", () => {
  const problems = problemsOf({ PORT: "x", LOG_LEVEL: "y", TLS_CERT_FILE: file("cert") });
  expect(problems.map((line) => line.trim().split(/[ :]/)[0])).toEqual([
    "PORT",
    "LOG_LEVEL",
    "TLS_KEY_FILE",
    "SIGNING_KEYS_FILE",
    "NATS_SEED_FILE",
    "CONTRACT_FILE",
  ]);
});

test("config - no message quotes a secret", () => {
  const problems = problemsOf({
    SIGNING_KEYS_FILE: file('{"keys":[{"d":"hidden-1"}]}'),
    NATS_SEED_FILE: file("hidden-2"),
    CONTRACT_FILE: file('{"consumers":["hidden-5"]}'),
    REDIS_PASSWORD_FILE: file(""),
    REDIS_URL: "redis://user:hidden-3@redis:6379",
    NATS_URL: "nats://user:hidden-4@nats:4222",
  });
  expect(problems).toHaveLength(6);
  expect(problems.join()).not.toContain("hidden");
});
