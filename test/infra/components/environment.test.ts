import { expect, test } from "vitest";
import { serviceEnvironment } from "../../../infra/components/auth-service/environment";
import { parseConfig } from "../../../infra/config";
import { parseEnv } from "../../../stream-config/environment/env";

const config = (authService: object = {}) =>
  parseConfig({
    environment: "development",
    nats: { image: "nats:2.15.2" },
    redis: { image: "redis:7" },
    authService: { image: "auth:1", issuer: "https://auth.example.com", ...authService },
  });

/** The variables by name; addresses are plain text here. */
function variables(...args: Parameters<typeof serviceEnvironment>): Record<string, string> {
  return Object.fromEntries(serviceEnvironment(...args).map(({ name, value }) => [name, String(value)]));
}

const redis = "rediss://redis.auth-stack.svc:6379";
const nats = "tls://nats.auth-stack.svc:4222";

test.each([
  ["with the message queue", { redis, nats }],
  ["without the message queue", { redis }],
])("the service's environment - %s, the service accepts it", (_which, addresses) => {
  const authService = {
    trustedProxies: ["10.0.0.0/8"],
    passwordBlockedWords: ["Example", "Road Runner"],
    replayEndpoint: true,
    otlpEndpoint: "http://collector.tracing.svc:4318",
  };
  const { problems } = parseEnv(variables(config(authService), addresses));
  expect(problems).toEqual([]);
});

test("the service's environment - trusted proxies are handed on, and left out where there are none", () => {
  const proxies = { trustedProxies: ["10.0.0.0/8", "fd00::1"] };
  expect(variables(config(proxies), { redis })).toMatchObject({ TRUSTED_PROXIES: "10.0.0.0/8,fd00::1" });
  expect(variables(config(), { redis })).not.toHaveProperty("TRUSTED_PROXIES");
});

test("the service's environment - the blocklist of passwords is on unless the configuration says otherwise", () => {
  expect(variables(config(), { redis })).toMatchObject({ PASSWORD_BLOCKLIST: "on" });
  const off = config({ passwordBlocklist: false });
  expect(variables(off, { redis })).toMatchObject({ PASSWORD_BLOCKLIST: "off" });
  const words = config({ passwordBlockedWords: ["Example", "Road Runner"] });
  expect(variables(words, { redis })).toMatchObject({ PASSWORD_BLOCKED_WORDS: "Example,Road Runner" });
});

test("the service's environment - personal data is redacted unless the configuration says otherwise", () => {
  expect(variables(config(), { redis })).toMatchObject({ LOG_PERSONAL_DATA: "redacted" });
  const shown = config({ logPersonalData: "shown" });
  expect(variables(shown, { redis })).toMatchObject({ LOG_PERSONAL_DATA: "shown" });
});

test("the service's environment - the API's documents are shown everywhere but in production", () => {
  expect(variables(config(), { redis })).toMatchObject({ API_DOCS: "on" });
  const production = { ...config(), environment: "production" } as const;
  expect(variables(production, { redis })).toMatchObject({ API_DOCS: "off" });
});

test("the service's environment - without NATS it is told that there is no message queue", () => {
  expect(variables(config(), { redis })).toMatchObject({ MESSAGE_QUEUE: "off" });
  expect(variables(config(), { redis })).not.toHaveProperty("NATS_URL");
});
