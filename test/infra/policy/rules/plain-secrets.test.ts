import { createUser } from "@nats-io/nkeys";
import { expect, test } from "vitest";
import { plainSecrets } from "../../../../infra/policy/rules/plain-secrets";
import {
  configMap,
  expectBroken,
  expectKept,
  kubernetes,
  messagesOf,
  withContainer,
} from "../support/resources";

const user = createUser();
const seed = new TextDecoder().decode(user.getSeed());
const pem = (what: string) => `-----BEGIN ${what}-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END ${what}-----\n`;
const jwk = JSON.stringify({ kty: "OKP", crv: "Ed25519", d: "a".repeat(43) });
const variable = (name: string, value: string) => withContainer({ env: [{ name, value }] });

test.each([
  ["a certificate", configMap("ca.crt", pem("CERTIFICATE"))],
  ["a public nkey", configMap("nats.conf", `NKEY_X: ${user.getPublicKey()}`)],
  ["a seed in a Secret", kubernetes("core/v1:Secret", { stringData: { seed } })],
  ["a secret's file", variable("REDIS_PASSWORD_FILE", "/etc/secrets/redis")],
  ["a password's shortest length", variable("PASSWORD_MIN_LENGTH", "15")],
  [
    "a variable from a Secret",
    withContainer({ env: [{ name: "API_TOKEN", valueFrom: { secretKeyRef: {} } }] }),
  ],
  ["a URL with a port", variable("REDIS_URL", "rediss://redis.auth-stack.svc:6379")],
])("plain-secrets - takes %s", (_, resource) => {
  expectKept(plainSecrets, resource);
});

test.each([
  ["a seed", configMap("seed.txt", seed), /holds an nkey seed\. Move it into a Secret/],
  [
    "a seed in binary data",
    kubernetes("core/v1:ConfigMap", { binaryData: { seed: Buffer.from(seed).toString("base64") } }),
    /holds an nkey seed/,
  ],
  ["a private key", configMap("tls.key", pem("PRIVATE KEY")), /holds a private key/],
  ["an EC private key", configMap("tls.key", pem("EC PRIVATE KEY")), /holds a private key/],
  ["a private JWK", configMap("keys.json", jwk), /holds a private JWK/],
  ["a named secret", variable("REDIS_PASSWORD", "hunter2"), /pass the file's name \(REDIS_PASSWORD_FILE\)/],
  ["a seed under another name", variable("NATS", seed), /holds an nkey seed in the clear/],
  ["a password in a URL", variable("REDIS_URL", "rediss://user:hunter2@redis:6379"), /a password in a URL/],
  ["a seed as an argument", withContainer({ args: [`--seed=${seed}`] }), /command line of container "main"/],
])("plain-secrets - refuses %s", (_, resource, message) => {
  expectBroken(plainSecrets, message, resource);
});

test("plain-secrets - repeats no secret", () => {
  const messages = messagesOf(
    plainSecrets,
    configMap("seed.txt", seed),
    variable("REDIS_PASSWORD", "hunter2"),
  );
  expect(messages.join()).not.toMatch(new RegExp(`${seed}|hunter2`));
});
