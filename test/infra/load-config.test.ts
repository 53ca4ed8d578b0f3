import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { loadConfig, parseConfig } from "../../infra/load-config";

const digest = `@sha256:${"0".repeat(64)}`;
const valid = {
  environment: "development",
  nats: { image: "nats:2.15.2" },
  redis: { image: "redis:7" },
  authService: { image: "registry.example.com/auth:1", issuer: "https://auth.example.com" },
};

test("configuration - what is left out gets its default", () => {
  const config = parseConfig(valid);
  expect(config.namespace).toBe("auth-stack");
  expect(config.features).toEqual({ messageQueue: true });
  expect(config.nats).toEqual({
    image: "nats:2.15.2",
    replicas: 3,
    storage: "2Gi",
    onDestroy: "retain",
    restoreFrom: {},
    keyGeneration: 1,
  });
  expect(config.redis.fsync).toBe("always");
  expect(config.authService.replicas).toBe(2);
});

test.each([
  [
    { environment: "prod" },
    'auth-stack:environment is "prod"; set it to "local", "development" or "production"',
  ],
  [{ namespace: "A B" }, 'auth-stack:namespace is "A B"; set it to a Kubernetes namespace'],
  [{ nats: { image: "nats:2", replicas: 2 } }, "auth-stack:nats.replicas is 2; set it to 1, 3 or 5"],
  [
    { nats: { image: "nats:2", storage: "2GB" } },
    'auth-stack:nats.storage is "2GB"; set it to a size such as "2Gi"',
  ],
  [{ nats: { image: "nats:2", sotrage: "2Gi" } }, "auth-stack:nats.sotrage is no key of this program"],
  [
    { nats: { image: "nats:2", restoreFrom: { "auth-event": "snapshots/one" } } },
    "auth-stack:nats.restoreFrom.auth-event is no key of this program; remove it or correct its name",
  ],
  [{ nats: {} }, "auth-stack:nats.image is missing; set it to an image"],
  [
    { redis: { image: "redis:7", memory: "32Mi" } },
    'auth-stack:redis.memory is "32Mi"; set it to a size such as "256Mi" or "4Gi", 64Mi at least',
  ],
  [
    { redis: { image: "redis:7", memory: "256mb" } },
    'auth-stack:redis.memory is "256mb"; set it to a size such as "256Mi"',
  ],
  [{ redis: { image: "redis:7", fsync: "no" } }, 'auth-stack:redis.fsync is "no"; set it to "always"'],
  [
    { authService: { ...valid.authService, image: { build: false } } },
    'auth-stack:authService.image is {"build":false}; set it to an image, or { build: true',
  ],
  [
    { authService: { ...valid.authService, issuer: "https://auth.example.com/x" } },
    'auth-stack:authService.issuer is "https://auth.example.com/x"; set it to the service\'s public URL',
  ],
  [
    { features: { messageQueue: "yes" } },
    'auth-stack:features.messageQueue is "yes"; set it to true or false',
  ],
  [
    { enviroment: "production" },
    "auth-stack:enviroment is no key of this program; remove it or correct its name",
  ],
  [
    { certificateGenerations: "2" },
    "auth-stack:certificateGenerations is no key of this program; remove it or correct its name",
  ],
])("configuration - %j is refused with the key, the value and the fix", (change, problem) => {
  expect(() => parseConfig({ ...valid, ...change })).toThrow(problem);
});

test.each([
  ["trustedProxies", ["10.0.0.0/8", "10.0.0.0/99"], '"10.0.0.0/99"'],
  ["trustedProxies", ["10.0.0.0/8", "0.0.0.0/0"], '"0.0.0.0/0"'],
  ["trustedProxies", ["999.0.0.1"], '"999.0.0.1"'],
  ["issuer", "https://auth.example.com:99999", '"https://auth.example.com:99999"'],
  ["issuer", "https://[fd00::1", '"https://[fd00::1"'],
  ["otlpEndpoint", "http://collector:4318000", '"http://collector:4318000"'],
])(
  "configuration - authService.%s %j, which the service would refuse, is refused too",
  (key, value, refused) => {
    const authService = { ...valid.authService, [key]: value };
    const parse = () => parseConfig({ ...valid, authService });
    expect(parse).toThrow(`auth-stack:authService.${key} is ${JSON.stringify(value)}; set it to `);
    expect(parse).toThrow(`(the service refuses ${refused})`);
  },
);

test("configuration - a value that the service accepts is accepted", () => {
  const authService = {
    ...valid.authService,
    trustedProxies: ["10.0.0.0/8", "fd00::/64", "192.168.1.1"],
    otlpEndpoint: "http://[fd00::1]:4318",
  };
  expect(parseConfig({ ...valid, authService }).authService).toMatchObject(authService);
});

test("configuration - what `pulumi config set` wrote as a text is read as the JSON that it is", () => {
  const config = parseConfig({
    ...valid,
    namespace: "123",
    certificateGeneration: "2",
    nats: JSON.stringify({ image: "nats:2.15.2", replicas: "5" }),
    authService: { ...valid.authService, trustedProxies: '["10.0.0.0/8"]', passwordBlocklist: "false" },
  });
  expect(config).toMatchObject({
    namespace: "123",
    certificateGeneration: 2,
    nats: { image: "nats:2.15.2", replicas: 5 },
    authService: { trustedProxies: ["10.0.0.0/8"], passwordBlocklist: false },
  });
});

test("configuration - every key of the stack is looked at, known or not", () => {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const stack = Object.entries({ ...valid, enviroment: "production" });
  pulumi.runtime.setAllConfig({
    ...Object.fromEntries(stack.map(([key, value]) => [`auth-stack:${key}`, text(value)])),
    "kubernetes:context": "other",
  });
  expect(() => loadConfig()).toThrow(/1 problem\(s\):\n {2}auth-stack:enviroment is no key/);
});

test("configuration - all problems are listed at once", () => {
  expect(() => parseConfig({ environment: "prod", nats: { replicas: 2 } })).toThrow(/has 6 problem\(s\)/);
});

test("configuration - production takes images by digest only", () => {
  const production = { ...valid, environment: "production" };
  expect(() => parseConfig(production)).toThrow(
    'auth-stack:nats.image is "nats:2.15.2"; in production set it to an image by digest (…@sha256:…)',
  );
  const pinned = {
    environment: "production",
    nats: { image: `nats${digest}` },
    redis: { image: `redis${digest}` },
    authService: { image: `auth${digest}`, issuer: "https://auth.example.com" },
  };
  expect(parseConfig(pinned).environment).toBe("production");
});
