import { beforeEach, expect, test } from "vitest";
import { PasswordHasher } from "../../../service/src/passwords/password-hasher";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  eventsOf,
  login,
  newSession,
  newUser,
  openSession,
  post,
  queueOf,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  type TestApp,
} from "../support";
import { claimsOf, list, statusOf } from "./user-sessions";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

function change(accessToken: string, currentPassword: string, newPassword: string) {
  return post(app, "/auth/password", { currentPassword, newPassword }, bearer(accessToken));
}

test("password - a change answers with new tokens; from then on only the new one is good", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const response = await change(accessToken, user.password, "new-password-1");
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ tokenType: "Bearer", expiresIn: 600 });
  const { email } = user;
  expect((await post(app, "/auth/login", { email, password: user.password })).statusCode).toBe(401);
  expect((await post(app, "/auth/login", { email, password: "new-password-1" })).statusCode).toBe(200);
});

test("password - the session that changes it goes on with new tokens, and all of its old ones are dead", async () => {
  const events = await readEvents(stack.nats);
  const user = newUser();
  const first = await openSession(app, user);
  const second = (await post(app, "/auth/refresh", first)).json();
  const renewed = (await change(second.accessToken, user.password, "new-password-1")).json();
  for (const { accessToken, refreshToken } of [first, second]) {
    expect(await statusOf(app, accessToken)).toBe(401);
    expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  }
  expect(await statusOf(app, renewed.accessToken)).toBe(200);
  const next = (await post(app, "/auth/refresh", renewed)).json();
  for (const { accessToken } of [renewed, next]) expect(await statusOf(app, accessToken)).toBe(200);
  expect(claimsOf(next.accessToken).sid).toBe(claimsOf(first.accessToken).sid);
  expect(await list(app, next.accessToken)).toHaveLength(1);
  await receivedAll(app, events);
  expect(eventsOf(events, first.userId, "auth.user.logged_out")).toEqual([]);
  await post(app, "/auth/logout", {}, bearer(next.accessToken));
  for (const { accessToken } of [renewed, next]) expect(await statusOf(app, accessToken)).toBe(401);
});

test("password - an access token from before families were told dies with a change as well", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  const { sid: sessionId, jti: tokenId } = claimsOf(accessToken);
  expect(await app.sessions.isRevoked({ sessionId, tokenId: "other" })).toBe(false);
  await change(accessToken, user.password, "new-password-1");
  expect(await app.sessions.isRevoked({ sessionId, tokenId: "other" })).toBe(true);
  expect(await app.sessions.isRevoked({ sessionId, tokenId })).toBe(true);
  expect(await app.redis.exists(keys.user(userId))).toBe(1);
});

test("password - the new tokens end with the session", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const [now] = await app.redis.time();
  await app.redis.hset(keys.session(claimsOf(accessToken).sid), "endsAt", Number(now) + 30);
  const renewed = (await change(accessToken, user.password, "new-password-1")).json();
  expect(claimsOf(renewed.accessToken).exp).toBe(Number(now) + 30);
});

test("password - a session that ended meanwhile gets no tokens, and the password stays", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  await app.redis.del(keys.session(claimsOf(accessToken).sid));
  const response = await change(accessToken, user.password, "new-password-1");
  expect(response.json().type).toBe("urn:auth-stack:problem:invalid-token");
  await login(app, user);
});

test("password - a change ends all other sessions, without an event", async () => {
  const events = await readEvents(stack.nats);
  const user = newUser();
  const other = await openSession(app, user);
  const { accessToken } = await login(app, user);
  await change(accessToken, user.password, "new-password-1");
  const me = await app.inject({ url: "/auth/me", headers: bearer(other.accessToken) });
  expect(me.statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: other.refreshToken })).statusCode).toBe(401);
  expect(await app.redis.zcard(keys.sessionIndex(other.userId))).toBe(1);
  await receivedAll(app, events);
  expect(eventsOf(events, other.userId).map(({ subject }) => subject)).toEqual([
    "auth.user.registered",
    "auth.user.logged_in",
    "auth.user.logged_in",
  ]);
});

test("password - with a wrong current one nothing changes", async () => {
  const user = newUser();
  const other = await openSession(app, user);
  const { accessToken } = await login(app, user);
  const response = await change(accessToken, "password124", "new-password-1");
  expect(response.statusCode).toBe(403);
  expect(response.json()).toMatchObject({ type: "urn:auth-stack:problem:wrong-password", status: 403 });
  await login(app, user);
  const me = await app.inject({ url: "/auth/me", headers: bearer(other.accessToken) });
  expect(me.statusCode).toBe(200);
});

test("password - of three changes at once one succeeds, and its password is the good one", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const passwords = ["new-password-1", "new-password-2", "new-password-3"];
  const responses = await Promise.all(passwords.map((next) => change(accessToken, user.password, next)));
  const statuses = responses.map(({ statusCode }) => statusCode);
  expect([...statuses].sort()).toEqual([200, 403, 403]);
  await login(app, { ...user, password: passwords[statuses.indexOf(200)]! });
});

test("password - a login with the old one that is under way opens no session", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  const { passwordHash } = (await app.users.find(userId))!;
  await change(accessToken, user.password, "new-password-1");
  const session = newSession({ id: "late", userId, passwordHash });
  expect(await app.sessions.open(session, undefined)).toBe("outdated");
  expect(await app.redis.exists(keys.session("late"))).toBe(0);
});

test("password - a new one has to meet the policy of a registration", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const short = await change(accessToken, user.password, "1234567");
  expect(short.statusCode).toBe(400);
  expect(short.json().errors).toEqual([{ field: "newPassword", detail: "must have at least 8 characters" }]);
  expect((await change(accessToken, user.password, "x".repeat(129))).statusCode).toBe(400);
  expect((await post(app, "/auth/password", {}, bearer(accessToken))).statusCode).toBe(400);
});

test("password - needs an access token of a user that exists", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  const payload = { currentPassword: user.password, newPassword: "new-password-1" };
  expect((await post(app, "/auth/password", payload)).statusCode).toBe(401);
  await app.redis.del(keys.user(userId));
  const response = await post(app, "/auth/password", payload, bearer(accessToken));
  expect(response.json().type).toBe("urn:auth-stack:problem:invalid-token");
});

test("password - when too many passwords wait the answer is 503 with Retry-After", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const passwords = new PasswordHasher(undefined, queueOf(0, 0));
  const { app: busy } = await startApp(stack.config, undefined, { passwords });
  const payload = { currentPassword: user.password, newPassword: "new-password-1" };
  const response = await post(busy, "/auth/password", payload, bearer(accessToken));
  expect(response.statusCode).toBe(503);
  expect(response.headers["retry-after"]).toBe("1");
});
