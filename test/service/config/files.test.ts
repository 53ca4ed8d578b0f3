import { expect, test } from "vitest";
import { createLocalKeys } from "../../../tools/local/keys";
import { file, keys, problemsOf, validEnv } from "./environment";

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
