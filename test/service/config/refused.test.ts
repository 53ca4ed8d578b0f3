import { expect, test } from "vitest";
import { parseConfig } from "../../../service/src/config";
import { longestAccessSeconds } from "../../../service/src/store/lua/session-lifetimes";
import { problemsOf, validEnv } from "./environment";

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

test.each(["everyone", "10.0.0.0/33", "0.0.0.0/0", "::/129", "10.0.0.1,", "10.0.0.1/8/8"])(
  "config - TRUSTED_PROXIES=%s is refused with the fix",
  (value) => {
    const [problem] = problemsOf({ ...validEnv(), TRUSTED_PROXIES: value });
    expect(problem).toContain("List the addresses or networks of proxies");
  },
);
