import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { openSession, post, shareStack, startApp, type TestApp } from "../support";
import { claimsOf, list } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

test("sessions - a refresh prolongs the session and the index with it", async () => {
  const { userId, accessToken, refreshToken } = await openSession(app);
  const index = keys.sessionIndex(userId);
  const [id = ""] = await app.redis.zrange(index, "0", "-1");
  const [now] = await app.redis.time();
  await app.redis.zadd(index, String(Number(now) + 5), id);
  await app.redis.expire(index, 5);
  await post(app, "/auth/refresh", { refreshToken });
  expect(await app.redis.ttl(index)).toBeGreaterThan(3500);
  expect(Number(await app.redis.zscore(index, id))).toBeGreaterThan(Number(now) + 3500);
  expect(await list(app, accessToken)).toHaveLength(1);
});

test("sessions - none outlives its end, however often it is refreshed", async () => {
  const { userId, refreshToken } = await openSession(app);
  const index = keys.sessionIndex(userId);
  const [id = ""] = await app.redis.zrange(index, "0", "-1");
  const [now] = await app.redis.time();
  const { sessionTtlSeconds } = stack.config.tokens;
  const endsAt = Number(await app.redis.hget(keys.session(id), "endsAt"));
  expect(Math.abs(endsAt - Number(now) - sessionTtlSeconds)).toBeLessThan(60);
  await app.redis.hset(keys.session(id), "endsAt", Number(now) + 30);
  const refreshed = (await post(app, "/auth/refresh", { refreshToken })).json();
  expect(claimsOf(refreshed.accessToken).exp).toBe(Number(now) + 30);
  expect(refreshed.expiresIn).toBeLessThanOrEqual(30);
  expect(await app.redis.ttl(keys.session(id))).toBeLessThanOrEqual(30);
  expect(Number(await app.redis.zscore(index, id))).toBeLessThanOrEqual(Number(now) + 30);
});

test("sessions - a login begins with the end where that comes before the refresh token's", async () => {
  const tokens = { ...stack.config.tokens, sessionTtlSeconds: 60 };
  const { app: strict } = await startApp({ ...stack.config, tokens });
  const { userId, accessToken } = await openSession(strict);
  const [id = ""] = await app.redis.zrange(keys.sessionIndex(userId), "0", "-1");
  expect(await app.redis.ttl(keys.session(id))).toBeLessThanOrEqual(60);
  const { exp, iat } = claimsOf(accessToken);
  expect(exp - iat).toBe(60);
});

test("sessions - one that has ended gets no tokens", async () => {
  const { userId, refreshToken } = await openSession(app);
  const [id = ""] = await app.redis.zrange(keys.sessionIndex(userId), "0", "-1");
  const [now] = await app.redis.time();
  await app.redis.hset(keys.session(id), "endsAt", Number(now));
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
});

test("sessions - lifetimes that were lowered hold for those from before", async () => {
  const unused = await openSession(app);
  const begun = await openSession(app);
  const [now] = await app.redis.time();
  const change = async (userId: string, field: string) => {
    const [id = ""] = await app.redis.zrange(keys.sessionIndex(userId), "0", "-1");
    await app.redis.hset(keys.session(id), field, Number(now) - 120);
  };
  await change(unused.userId, "usedAt");
  await change(begun.userId, "beganAt");
  const { tokens } = stack.config;
  const { app: refreshing } = await startApp({
    ...stack.config,
    tokens: { ...tokens, refreshTtlSeconds: 60 },
  });
  const { app: ending } = await startApp({ ...stack.config, tokens: { ...tokens, sessionTtlSeconds: 60 } });
  for (const [lowered, { refreshToken }] of [
    [refreshing, unused],
    [ending, begun],
  ] as const) {
    expect((await post(lowered, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
    expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
  }
});
