import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  login,
  newUser,
  openSession,
  post,
  registerUser,
  shareStack,
  startApp,
  type TestApp,
} from "../support";
import { answerKey, type ListedSession, list, statusOf, twoSessions } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

test("sessions - are listed newest first, the current one marked, without hashes", async () => {
  const { older, newer } = await twoSessions(app);
  await openSession(app);
  const sessions = await list(app, older.accessToken);
  expect(sessions.map(({ current }) => current)).toEqual([false, true]);
  expect((await list(app, newer.accessToken)).map(({ current }) => current)).toEqual([true, false]);
  const [{ id, ...session }] = sessions as [ListedSession];
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(Object.keys(session).sort()).toEqual([
    "createdAt",
    "current",
    "expiresAt",
    "ip",
    "lastUsedAt",
    "userAgent",
  ]);
  const lifetime = Date.parse(session.expiresAt) - Date.parse(session.createdAt);
  expect(Math.abs(lifetime - stack.config.tokens.refreshTtlSeconds * 1000)).toBeLessThan(60_000);
});

test("sessions - a logout and a reuse of a refresh token take theirs off the list", async () => {
  const { user, userId, older, newer } = await twoSessions(app);
  await post(app, "/auth/logout", {}, bearer(older.accessToken));
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  const third = await login(app, user);
  const next = (await post(app, "/auth/refresh", newer)).json();
  await post(app, "/auth/refresh", next);
  await app.redis.del(answerKey(newer.refreshToken));
  await post(app, "/auth/refresh", newer);
  expect(await list(app, third.accessToken)).toHaveLength(1);
  expect(await app.redis.zcard(keys.sessionIndex(userId))).toBe(1);
});

test("sessions - tell when their tokens were handed out last, and where the login came from", async () => {
  const user = newUser();
  await registerUser(app, user);
  const headers = { "user-agent": "Browser/1.0" };
  const opened = (await post(app, "/auth/login", user, headers)).json();
  const [{ id, ip, userAgent }] = (await list(app, opened.accessToken)) as [ListedSession];
  expect({ ip, userAgent }).toEqual({ ip: "127.0.0.1", userAgent: "Browser/1.0" });
  const [now] = await app.redis.time();
  const anHourAgo = Number(now) - 3500;
  await app.redis.hset(keys.session(id), "usedAt", anHourAgo);
  const [{ lastUsedAt }] = (await list(app, opened.accessToken)) as [ListedSession];
  expect(lastUsedAt).toBe(new Date(anHourAgo * 1000).toISOString());
  await post(app, "/auth/refresh", { refreshToken: opened.refreshToken });
  const [refreshed] = (await list(app, opened.accessToken)) as [ListedSession];
  expect(Date.parse(refreshed.lastUsedAt!)).toBeGreaterThan(Date.parse(refreshed.createdAt) - 60_000);
});

test("sessions - a user agent with control characters is left out", async () => {
  const user = newUser();
  await registerUser(app, user);
  const { accessToken } = (await post(app, "/auth/login", user, { "user-agent": "a\u0085b" })).json();
  const [session] = (await list(app, accessToken)) as [ListedSession];
  expect(session).not.toHaveProperty("userAgent");
});

test("sessions - those from before their origin was kept are listed without it", async () => {
  const { accessToken } = await openSession(app);
  const [{ id, createdAt }] = (await list(app, accessToken)) as [ListedSession];
  await app.redis.hdel(keys.session(id), "usedAt", "ip", "userAgent");
  const expiresAt = expect.any(String);
  expect(await list(app, accessToken)).toEqual([{ id, createdAt, expiresAt, current: true }]);
});

test("sessions - one that expired is not listed, and leaves the index with the next login", async () => {
  const { user, userId, older, newer } = await twoSessions(app);
  const [{ id }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [ListedSession];
  await app.redis.del(keys.session(id));
  await app.redis.zadd(keys.sessionIndex(userId), "1", id);
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  await login(app, user);
  expect(await app.redis.zrange(keys.sessionIndex(userId), "0", "-1")).not.toContain(id);
  expect(await statusOf(app, older.accessToken)).toBe(200);
});

test.each([
  ["GET", "/auth/sessions"],
  ["DELETE", "/auth/sessions"],
  ["DELETE", "/auth/sessions/3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90"],
] as const)("sessions - %s %s needs an access token", async (method, url) => {
  expect((await app.inject({ method, url })).json().type).toBe("urn:auth-stack:problem:missing-token");
  const refused = await app.inject({ method, url, headers: bearer("x.y.z") });
  expect(refused.statusCode).toBe(401);
});
