import { setTimeout as sleep } from "node:timers/promises";
import { decodeProtectedHeader } from "jose";
import { afterAll, expect, test, vi } from "vitest";
import { post, pulumi, raiseGeneration, register, serviceUrl, waitForRollout } from "./support/stack";

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const keyOf = (key: string) => `auth-stack:authService.${key}`;

/** Changes the stack's configuration and brings it up. */
async function upWith(settings: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `${keyOf(key)}=${value}`]);
  await pulumi("config", "set-all", "--path", ...pairs);
  await bringUp();
}

async function bringUp(): Promise<void> {
  await pulumi("up", "--yes", "--skip-preview");
  await waitForRollout("deployment/auth-service");
}

afterAll(async () => {
  await pulumi("config", "rm", "--path", keyOf("revokedKeys"));
  await pulumi("config", "rm", "--path", keyOf("keyLeadMinutes"));
  await bringUp();
});

async function login(): Promise<Tokens> {
  const { email, password } = await register();
  return (await (await post("/auth/login", { email, password })).json()) as Tokens;
}

async function refresh({ refreshToken }: Tokens): Promise<Tokens> {
  const answer = await post("/auth/refresh", { refreshToken });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Tokens;
}

/** Asks on a connection of its own, so that any pod may answer. */
function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${serviceUrl}${path}`, { headers: { ...headers, connection: "close" } });
}

async function statusWith({ accessToken }: Tokens): Promise<number> {
  return (await get("/auth/me", { authorization: `Bearer ${accessToken}` })).status;
}

const kidOf = ({ accessToken }: Tokens) => String(decodeProtectedHeader(accessToken).kid);

async function publishedKeys(): Promise<string[]> {
  const { keys } = (await (await get("/.well-known/jwks.json")).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** A session that is refreshed every few seconds, its newest access token tried on several pods again and again. */
function keepRefreshing(first: Tokens) {
  const statuses: number[] = [];
  let [newest, going] = [first, true];
  const loop = (async () => {
    while (going) {
      newest = await refresh(newest);
      for (let round = 0; round < 20 && going; round += 1) {
        for (let time = 0; time < 4; time += 1) statuses.push(await statusWith(newest));
        await sleep(200);
      }
    }
  })();
  const stop = async () => {
    going = false;
    await loop;
    return new Set(statuses);
  };
  return { newest: () => newest, stop };
}

/** Several times what a roll-out takes. */
const leadMinutes = 2;

test("key rotation - a higher generation in the configuration changes the key, and no token is ever refused", {
  timeout: 600_000,
}, async () => {
  const first = await login();
  const session = keepRefreshing(await login());
  const before = await publishedKeys();
  await raiseGeneration(keyOf("keyGeneration"));
  await upWith({ keyLeadMinutes: String(leadMinutes) });
  // Pods of before may still take a connection while they end.
  const published = await vi.waitFor(
    async () => {
      const keys = await publishedKeys();
      expect(keys).toHaveLength(before.length + 1);
      return keys;
    },
    { timeout: 30_000, interval: 500 },
  );
  expect(published).toEqual(expect.arrayContaining(before));
  await vi.waitUntil(() => kidOf(session.newest()) !== kidOf(first), { timeout: 240_000, interval: 500 });
  expect(published).toContain(kidOf(session.newest()));
  expect(await session.stop()).toEqual(new Set([200]));
  expect(await statusWith(first)).toBe(200);
});

test("key rotation - a revoked key's tokens are refused, and sessions go on with a refresh", async () => {
  const tokens = await login();
  await upWith({ "revokedKeys[0]": kidOf(tokens) });
  // Pods of before may still take a connection while they end.
  await expect.poll(publishedKeys, { timeout: 30_000 }).not.toContain(kidOf(tokens));
  await expect.poll(() => statusWith(tokens), { timeout: 30_000 }).toBe(401);
  const next = await refresh(tokens);
  expect(kidOf(next)).not.toBe(kidOf(tokens));
  expect(await statusWith(next)).toBe(200);
});
