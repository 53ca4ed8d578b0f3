import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  eventsOf,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
} from "../support";

const stack = shareStack();

test("logout - answers 204; access and refresh token are no longer good", async () => {
  const { app } = await startApp(stack.config);
  const { accessToken, refreshToken } = await openSession(app);
  const response = await post(app, "/auth/logout", {}, bearer(accessToken));
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe("");
  const me = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  expect(me.statusCode).toBe(401);
  expect(me.json().type).toBe("urn:auth-stack:problem:invalid-token");
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/logout", {}, bearer(accessToken))).statusCode).toBe(401);
});

test("logout - needs no body and no content type", async () => {
  const { app } = await startApp(stack.config);
  const { accessToken } = await openSession(app);
  const response = await app.inject({ method: "POST", url: "/auth/logout", headers: bearer(accessToken) });
  expect(response.statusCode).toBe(204);
});

test("logout - the blacklist keeps the token's id until the token has expired", async () => {
  const { app } = await startApp(stack.config);
  const { accessToken } = await openSession(app);
  const { jti, exp } = JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString());
  await post(app, "/auth/logout", {}, bearer(accessToken));
  const expires = await app.redis.expiretime(keys.revokedToken(jti));
  expect(expires).toBeGreaterThanOrEqual(exp);
  expect(expires).toBeLessThan(exp + 120);
});

test("logout - ends only its own session", async () => {
  const { app } = await startApp(stack.config);
  const first = await openSession(app);
  const second = await openSession(app);
  await post(app, "/auth/logout", {}, bearer(first.accessToken));
  const me = await app.inject({ url: "/auth/me", headers: bearer(second.accessToken) });
  expect(me.statusCode).toBe(200);
});

test("logout - an access token from before a refresh ends with its session", async () => {
  const { app } = await startApp(stack.config);
  const { accessToken, refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  await post(app, "/auth/logout", {}, bearer(next.accessToken));
  const me = await app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  expect(me.statusCode).toBe(401);
});

test("logout - ten at once raise one event", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const { accessToken, userId } = await openSession(app);
  const responses = await Promise.all(
    Array.from({ length: 10 }, () => post(app, "/auth/logout", {}, bearer(accessToken))),
  );
  expect(responses.every(({ statusCode }) => [204, 401].includes(statusCode))).toBe(true);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
});
