import { expect, test } from "vitest";
import { serviceVariables } from "../../../infra/components/auth-service/environment";
import { parseConfig } from "../../../infra/load-config";
import { contract, eventConsumers } from "../../../stream-config";
import {
  parseEnvironment,
  parseServiceContract,
  renderServiceContract,
  shutdownSeconds,
} from "../../../stream-config/environment";

const config = (authService: object = {}, messageQueue = true) =>
  parseConfig({
    environment: "development",
    features: { messageQueue },
    nats: { image: "nats:2.15.2" },
    redis: { image: "redis:7" },
    authService: { image: "auth:1", issuer: "https://auth.example.com", ...authService },
  });

const all = {
  trustedProxies: ["10.0.0.0/8"],
  passwordBlockedWords: ["Example", "Road Runner"],
  replayEndpoint: true,
  otlpEndpoint: "http://collector.tracing.svc:4318",
};

test.each([
  ["with the message queue", config(all)],
  ["without the message queue", config(all, false)],
])("the service's environment - %s, the service accepts it", (_which, whole) => {
  expect(parseEnvironment(serviceVariables(whole)).problems).toEqual([]);
});

test("the service's environment - what it has to know of the contract is a file, and every consumer is in it", () => {
  expect(serviceVariables(config())).toMatchObject({
    CONTRACT_FILE: "/etc/auth-service/contract/contract.json",
  });
  const known = parseServiceContract(renderServiceContract(contract));
  expect(known?.consumers).toEqual(
    eventConsumers.map(({ name, filterSubjects }) => ({ name, filterSubjects })),
  );
});

test("the service's environment - the service is told how long the pod has to end", () => {
  expect(shutdownSeconds(parseEnvironment(serviceVariables(config())).values)).toEqual({
    delay: 0,
    deadline: 30,
  });
});

test("the service's environment - trusted proxies are handed on, and left out where there are none", () => {
  const proxies = { trustedProxies: ["10.0.0.0/8", "fd00::1"] };
  expect(serviceVariables(config(proxies))).toMatchObject({ TRUSTED_PROXIES: "10.0.0.0/8,fd00::1" });
  expect(serviceVariables(config())).not.toHaveProperty("TRUSTED_PROXIES");
});

test("the service's environment - the blocklist of passwords is on unless the configuration says otherwise", () => {
  expect(serviceVariables(config())).toMatchObject({ PASSWORD_BLOCKLIST: "on" });
  const off = config({ passwordBlocklist: false });
  expect(serviceVariables(off)).toMatchObject({ PASSWORD_BLOCKLIST: "off" });
  const words = config({ passwordBlockedWords: ["Example", "Road Runner"] });
  expect(serviceVariables(words)).toMatchObject({ PASSWORD_BLOCKED_WORDS: "Example,Road Runner" });
});

test("the service's environment - what hashes cost and how many may register come from the configuration", () => {
  const costs = {
    passwordHashMemory: 32,
    passwordHashPasses: 3,
    passwordHashLanes: 2,
    registrationsPerHour: 500,
  };
  expect(serviceVariables(config(costs))).toMatchObject({
    PASSWORD_HASH_MEMORY: "32",
    PASSWORD_HASH_PASSES: "3",
    PASSWORD_HASH_LANES: "2",
    REGISTRATIONS_PER_HOUR: "500",
  });
});

test("the service's environment - personal data is redacted unless the configuration says otherwise", () => {
  expect(serviceVariables(config())).toMatchObject({ LOG_PERSONAL_DATA: "redacted" });
  const shown = config({ logPersonalData: "shown" });
  expect(serviceVariables(shown)).toMatchObject({ LOG_PERSONAL_DATA: "shown" });
});

test("the service's environment - the API's documents are shown everywhere but in production", () => {
  expect(serviceVariables(config())).toMatchObject({ API_DOCS: "on" });
  const production = { ...config(), environment: "production" } as const;
  expect(serviceVariables(production)).toMatchObject({ API_DOCS: "off" });
});

test("the service's environment - without NATS it is told that there is no message queue", () => {
  const without = serviceVariables(config({}, false));
  expect(without).toMatchObject({ MESSAGE_QUEUE: "off" });
  expect(without).not.toHaveProperty("NATS_URL");
});
