import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  eventsOf,
  login,
  newUser,
  openSession,
  post,
  readEvents,
  receivedAll,
  registerUser,
  shareStack,
  startApp,
  type TestApp,
  until,
} from "../support";
import { answerKey, claimsOf, type ListedSession, list, statusOf, twoSessions } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

function revoke(accessToken: string, id: string) {
  return app.inject({ method: "DELETE", url: `/auth/sessions/${id}`, headers: bearer(accessToken) });
}

function revokeOthers(accessToken: string) {
  return app.inject({ method: "DELETE", url: "/auth/sessions", headers: bearer(accessToken) });
}

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

test("sessions - ending one ends its access and refresh token and raises its event", async () => {
  const events = await readEvents(stack.nats);
  const { userId, older, newer } = await twoSessions(app);
  const [{ id }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [ListedSession];
  const response = await revoke(newer.accessToken, id);
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  expect(await statusOf(app, older.accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: older.refreshToken })).statusCode).toBe(401);
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  const logouts = () => eventsOf(events, userId, "auth.user.logged_out");
  await until(() => logouts().length === 1);
  expect(logouts()[0]!.event.data).toEqual({ userId, sessionId: id, timestamp: expect.any(String) });
});

test("sessions - the current one may be ended as well", async () => {
  const { accessToken } = await openSession(app);
  const [{ id }] = (await list(app, accessToken)) as [ListedSession];
  expect((await revoke(accessToken, id)).statusCode).toBe(204);
  expect(await statusOf(app, accessToken)).toBe(401);
});

test("sessions - somebody else's, an ended and an unknown one get the same 404, without an event", async () => {
  const events = await readEvents(stack.nats);
  const { older, newer, userId } = await twoSessions(app);
  const other = await openSession(app);
  const [{ id: foreign }] = (await list(app, other.accessToken)) as [ListedSession];
  const [{ id: ended }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [
    ListedSession,
  ];
  await post(app, "/auth/logout", {}, bearer(older.accessToken));
  for (const id of [foreign, ended, "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90", "x"]) {
    const response = await revoke(newer.accessToken, id);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: "urn:auth-stack:problem:not-found", status: 404 });
  }
  expect(await statusOf(app, other.accessToken)).toBe(200);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
});

test("sessions - of ten that end one at once one succeeds, with one event", async () => {
  const events = await readEvents(stack.nats);
  const { userId, newer } = await twoSessions(app);
  const [{ id }] = (await list(app, newer.accessToken)).filter(({ current }) => !current) as [ListedSession];
  const responses = await Promise.all(Array.from({ length: 10 }, () => revoke(newer.accessToken, id)));
  expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([204, ...Array(9).fill(404)]);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
});

test("sessions - ending all others leaves the current one and other users alone", async () => {
  const { user, older, newer } = await twoSessions(app);
  const third = await login(app, user);
  const stranger = await openSession(app);
  const response = await revokeOthers(newer.accessToken);
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  expect(await statusOf(app, older.accessToken)).toBe(401);
  expect(await statusOf(app, third.accessToken)).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: third.refreshToken })).statusCode).toBe(401);
  expect(await statusOf(app, newer.accessToken)).toBe(200);
  expect(await statusOf(app, stranger.accessToken)).toBe(200);
  expect(await list(app, newer.accessToken)).toHaveLength(1);
  expect((await revokeOthers(newer.accessToken)).statusCode).toBe(204);
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
