import type { FastifyInstance } from "fastify";
import { decodeProtectedHeader } from "jose";
import { beforeAll, expect, test } from "vitest";
import type { Config, SigningKey } from "../../../service/src/config";
import { createLocalKeys } from "../../../tools/local/keys";
import { afterFile } from "../../support/after-file";
import { bearer, openSession, post, startApp, startStack, withoutMessaging } from "../support";

const finished = afterFile();
const [old, next] = [newKey(), newKey()];
let config: Config;

beforeAll(async () => {
  config = withoutMessaging((await startStack(finished)).config);
});

function newKey(): SigningKey {
  return createLocalKeys().signingKeys.keys[0] as unknown as SigningKey;
}

/** The key, signing from so many seconds from now on. */
function from(key: SigningKey, seconds: number): SigningKey {
  return { ...key, nbf: Math.floor(Date.now() / 1000) + seconds };
}

/** A replica with these keys, on the Redis that all share. */
async function replica(...signingKeys: SigningKey[]): Promise<FastifyInstance> {
  return (await startApp({ ...config, tokens: { ...config.tokens, signingKeys } })).app;
}

async function statusWith(app: FastifyInstance, accessToken: string): Promise<number> {
  return (await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode;
}

async function publishedKeys(app: FastifyInstance): Promise<string[]> {
  const { keys } = (await app.inject("/.well-known/jwks.json")).json();
  return keys.map(({ kid }: { kid: string }) => kid);
}

test("key rotation - while pods are replaced, old and new ones accept each other's tokens", async () => {
  const before = await replica(old);
  const after = await replica(from(next, 3600), old);
  const sessions = [await openSession(before), await openSession(after)];
  for (const { accessToken } of sessions) {
    expect(decodeProtectedHeader(accessToken).kid).toBe(old.kid);
    expect(await statusWith(before, accessToken)).toBe(200);
    expect(await statusWith(after, accessToken)).toBe(200);
  }
  expect(await publishedKeys(after)).toEqual([old.kid, next.kid]);
});

test("key rotation - at its time each pod turns to the new key by itself, and no token is refused", async () => {
  const keys = [from(next, 2), old];
  const [one, other] = [await replica(...keys), await replica(...keys)];
  const earlier = await openSession(one);
  const signedBy = async () => {
    const { accessToken } = await openSession(one);
    expect(await statusWith(other, accessToken)).toBe(200);
    return decodeProtectedHeader(accessToken).kid;
  };
  await expect.poll(signedBy, { timeout: 10_000, interval: 200 }).toBe(next.kid);
  expect(await statusWith(other, earlier.accessToken)).toBe(200);
});

test("key rotation - pods whose clocks differ accept each other's tokens", async () => {
  const [ahead, behind] = [await replica(from(next, -30), old), await replica(from(next, 30), old)];
  const [early, late] = [await openSession(ahead), await openSession(behind)];
  expect(decodeProtectedHeader(early.accessToken).kid).toBe(next.kid);
  expect(decodeProtectedHeader(late.accessToken).kid).toBe(old.kid);
  expect(await statusWith(behind, early.accessToken)).toBe(200);
  expect(await statusWith(ahead, late.accessToken)).toBe(200);
});

test("key rotation - the old key goes by itself once its last token has expired", async () => {
  const { accessToken } = await openSession(await replica(old));
  const later = await replica(from(next, -config.tokens.accessTtlSeconds - 61), old);
  expect(await publishedKeys(later)).toEqual([next.kid]);
  expect(await statusWith(later, accessToken)).toBe(401);
});

test("key rotation - a revoked key's access tokens are refused at once, and the session goes on by a refresh", async () => {
  const { accessToken, refreshToken } = await openSession(await replica(old));
  const after = await replica(next);
  expect(await statusWith(after, accessToken)).toBe(401);
  const refreshed = await post(after, "/auth/refresh", { refreshToken });
  expect(refreshed.statusCode).toBe(200);
  expect(await statusWith(after, refreshed.json().accessToken)).toBe(200);
});
