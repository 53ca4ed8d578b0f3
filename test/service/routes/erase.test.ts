import { beforeEach, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { throttledAccount } from "../../../service/src/store/login-throttle";
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
} from "../support";

const stack = shareStack();
let app: TestApp["app"];

beforeEach(async () => {
  ({ app } = await startApp(stack.config));
});

function erase(accessToken: string, payload: object) {
  return app.inject({ method: "DELETE", url: "/auth/me", payload, headers: bearer(accessToken) });
}

test("erase - answers 204; user, address and all sessions are gone at once", async () => {
  const user = newUser();
  const first = await openSession(app, user);
  const second = await login(app, user);
  const response = await erase(first.accessToken, { currentPassword: user.password });
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  for (const { accessToken, refreshToken } of [first, second]) {
    const me = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
    expect(me.statusCode).toBe(401);
    expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  }
  const { email, password } = user;
  expect((await post(app, "/auth/login", { email, password })).statusCode).toBe(401);
});

test("erase - nothing personal stays in Redis, only ids of revoked sessions", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  await erase(accessToken, { currentPassword: user.password });
  const known = keys.knownClients(throttledAccount(user.email));
  const left = [keys.user(userId), keys.email(user.email), keys.sessionIndex(userId), known];
  expect(await app.redis.exists(...left)).toBe(0);
});

test("erase - the address can be registered again, as another user", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  await erase(accessToken, { currentPassword: user.password });
  expect(await registerUser(app, user)).not.toBe(userId);
  expect((await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode).toBe(401);
});

test("erase - publishes nothing", async () => {
  const events = await readEvents(stack.nats);
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  await erase(accessToken, { currentPassword: user.password });
  await receivedAll(app, events);
  expect(eventsOf(events, userId).map(({ subject }) => subject)).toEqual([
    "auth.user.registered",
    "auth.user.logged_in",
  ]);
});

test("erase - with a wrong password nothing changes", async () => {
  const user = newUser();
  const { accessToken } = await openSession(app, user);
  const response = await erase(accessToken, { currentPassword: "password124" });
  expect(response.statusCode).toBe(403);
  expect(response.json().type).toBe("urn:auth-stack:problem:wrong-password");
  await login(app, user);
  expect((await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode).toBe(200);
});

test("erase - needs the password in the body and an access token", async () => {
  const { accessToken } = await openSession(app);
  expect((await erase(accessToken, {})).statusCode).toBe(400);
  const none = await app.inject({ method: "DELETE", url: "/auth/me", headers: bearer(accessToken) });
  expect(none.statusCode).toBe(400);
  const anonymous = await app.inject({
    method: "DELETE",
    url: "/auth/me",
    payload: { currentPassword: "x" },
  });
  expect(anonymous.json().type).toBe("urn:auth-stack:problem:missing-token");
});

test("erase - of an erasure and a change of the password at once one succeeds", async () => {
  const user = newUser();
  const { accessToken, userId } = await openSession(app, user);
  const currentPassword = user.password;
  const [changed, erased] = await Promise.all([
    post(app, "/auth/password", { currentPassword, newPassword: "new-password-1" }, bearer(accessToken)),
    erase(accessToken, { currentPassword }),
  ]);
  const wins = changed.statusCode === 200 ? "change" : "erasure";
  expect([changed.statusCode, erased.statusCode]).toEqual(wins === "change" ? [200, 403] : [403, 204]);
  expect(await app.redis.exists(keys.user(userId))).toBe(wins === "change" ? 1 : 0);
});
