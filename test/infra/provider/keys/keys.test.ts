import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { fromPublic, fromSeed } from "@nats-io/nkeys";
import { beforeAll, describe, expect, test } from "vitest";
import { afterFile } from "../../../support/after-file";
import { secret, startEngine, type TestEngine, unknownValue, type Wire } from "../engine";

const finished = afterFile();

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(finished);
});

const keys = [
  { token: "authstack:keys:Nkey", hidden: ["seed"], open: ["publicKey"] },
  { token: "authstack:keys:Password", hidden: ["value"], open: ["sha256"] },
  { token: "authstack:keys:SigningKey", hidden: ["privateJwk"], open: ["publicJwk", "kid"] },
];

/** The value of a secret; fails when the provider sent it in the clear. */
function reveal(state: Wire, name: string): string {
  const value = (state[name] as Wire).value as string;
  expect(state[name]).toEqual(secret(value));
  return value;
}

describe.each(keys)("$token", ({ token, hidden, open }) => {
  test("private material is a secret, the rest is not", async () => {
    const { id, state } = await engine.up(token, {});
    expect(id).toBe("example");
    for (const name of hidden) expect(reveal(state, name)).toMatch(/./);
    for (const name of open) expect(state[name]).toEqual(expect.any(String));
  });

  test("the same inputs change nothing, a higher generation changes the value in place", async () => {
    const before = await engine.up(token, {});
    const { inputs: same } = await engine.check(token, { generation: 1 }, before.inputs);
    expect(await engine.diff(token, before, same)).toEqual({ changes: "none", fields: {}, replaces: [] });
    const { inputs: next } = await engine.check(token, { generation: 2 }, before.inputs);
    expect(await engine.diff(token, before, next)).toEqual({
      changes: "some",
      fields: { generation: "update" },
      replaces: [],
    });
    const after = await engine.update(token, before, next);
    for (const name of [...hidden, ...open]) expect(after.state[name]).not.toEqual(before.state[name]);
  });

  test("a lower generation is refused, for it would make a new value once more", async () => {
    const { inputs } = await engine.check(token, { generation: 3 });
    const lower = await engine.check(token, { generation: 2 }, inputs);
    expect(lower.failures).toEqual([
      "generation: 2 is lower than 3, which it is now. That would not bring the old value back but make a new one; set it to 3, or to 4 for a new value",
    ]);
    expect((await engine.check(token, {}, inputs)).failures).toHaveLength(1);
    expect((await engine.check(token, { generation: unknownValue }, inputs)).failures).toEqual([]);
  });

  test("a preview knows no value, so that what depends on it shows as changed", async () => {
    const { inputs } = await engine.check(token, {});
    const { state } = await engine.create(token, inputs, true);
    for (const name of hidden) expect(state[name]).toEqual(secret(unknownValue));
    for (const name of open) expect(state[name]).toBe(unknownValue);
    const next = await engine.update(token, await engine.up(token, {}), { ...inputs, generation: 2 }, true);
    for (const name of open) expect(next.state[name]).toBe(unknownValue);
  });

  test("a refresh leaves the recorded value as it is", async () => {
    const recorded = await engine.up(token, {});
    expect(await engine.read(token, recorded.id, recorded)).toEqual(recorded);
  });

  test("an import is refused, for there is nothing to read from", async () => {
    await expect(engine.read(token, "example")).rejects.toThrow("can't be imported");
  });

  test("a wrong generation is refused by its path", async () => {
    const { failures } = await engine.check(token, { generation: 0 });
    expect(failures).toEqual(["generation: 0 must be >= 1"]);
  });
});

test("Nkey - the seed is that of a user and belongs to the public key", async () => {
  const { state } = await engine.up("authstack:keys:Nkey", {});
  const pair = fromSeed(new TextEncoder().encode(reveal(state, "seed")));
  expect(pair.getPublicKey()).toBe(state.publicKey);
  expect(state.publicKey).toMatch(/^U/);
  const message = new TextEncoder().encode("message");
  expect(fromPublic(String(state.publicKey)).verify(message, pair.sign(message))).toBe(true);
});

test("Password - has the wanted length, and the hash is its SHA-256", async () => {
  const { state } = await engine.up("authstack:keys:Password", { length: 43 });
  const value = reveal(state, "value");
  expect(value).toMatch(/^[A-Za-z0-9]{43}$/);
  expect(state.sha256).toBe(createHash("sha256").update(value).digest("hex"));
});

test("Password - one that could be guessed from its hash is refused", async () => {
  const { failures } = await engine.check("authstack:keys:Password", { length: 8 });
  expect(failures).toEqual(["length: 8 must be >= 22"]);
});

test("SigningKey - signs, the public key verifies, and the kid is its RFC 7638 thumbprint", async () => {
  const { state } = await engine.up("authstack:keys:SigningKey", {});
  const privateJwk = JSON.parse(reveal(state, "privateJwk"));
  const publicJwk = JSON.parse(String(state.publicJwk));
  const signature = sign(null, Buffer.from("token"), createPrivateKey({ key: privateJwk, format: "jwk" }));
  const key = createPublicKey({ key: publicJwk, format: "jwk" });
  expect(verify(null, Buffer.from("token"), key, signature)).toBe(true);
  expect(publicJwk).not.toHaveProperty("d");
  const thumbprint = `{"crv":"Ed25519","kty":"OKP","x":"${publicJwk.x}"}`;
  expect(state.kid).toBe(createHash("sha256").update(thumbprint).digest("base64url"));
});
