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

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

function change(accessToken: string, currentPassword: string, newPassword: string) {
  return post(app, "/auth/password", { currentPassword, newPassword }, bearer(accessToken));
}

test("password - a change answers 204; from then on only the new one is good", async () => {
  const user = newUser();
  const { accessToken, refreshToken } = await openSession(app, user);
  const response = await change(accessToken, user.password, "new-password-1");
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  const { email } = user;
  expect((await post(app, "/auth/login", { email, password: user.password })).statusCode).toBe(401);
  expect((await post(app, "/auth/login", { email, password: "new-password-1" })).statusCode).toBe(200);
  const me = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  expect(me.statusCode).toBe(200);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
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
  expect(response.statusCode).toBe(401);
  expect(response.json()).toMatchObject({ type: "urn:auth-stack:problem:wrong-password", status: 401 });
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
  expect([...statuses].sort()).toEqual([204, 401, 401]);
  await login(app, { ...user, password: passwords[statuses.indexOf(204)]! });
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
