import { expect, test } from "vitest";
import { buildAdmin } from "../../service/src/admin/admin";
import { bearer, newUser, openSession, post, registerUser, startApp, startStack, until } from "./support";

test("Redis away - every route answers 503 with Retry-After, never 401, and recovers by itself", async () => {
  const stack = await startStack();
  const { app } = await startApp(stack.config);
  const user = newUser();
  const { accessToken, refreshToken } = await openSession(app, user);
  await stack.redis.stop("SIGKILL");
  const { email, password } = user;
  const remove = (url: string) =>
    app.inject({
      method: "DELETE",
      url,
      payload: { currentPassword: password },
      headers: bearer(accessToken),
    });
  const requests = {
    "/auth/register": () => post(app, "/auth/register", newUser()),
    "/auth/login": () => post(app, "/auth/login", { email, password }),
    "/auth/refresh": () => post(app, "/auth/refresh", { refreshToken }),
    "/auth/me": () => app.inject({ url: "/auth/me", headers: bearer(accessToken) }),
    "/auth/logout": () => post(app, "/auth/logout", {}, bearer(accessToken)),
    "/auth/revoke": () => post(app, "/auth/revoke", { token: refreshToken }),
    "/auth/password": () =>
      post(app, "/auth/password", { currentPassword: password, newPassword: password }, bearer(accessToken)),
    "/auth/sessions": () => app.inject({ url: "/auth/sessions", headers: bearer(accessToken) }),
    "DELETE /auth/sessions": () => remove("/auth/sessions"),
    "DELETE /auth/sessions/{id}": () => remove("/auth/sessions/3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90"),
    "DELETE /auth/me": () => remove("/auth/me"),
  };
  for (const [url, send] of Object.entries(requests)) {
    const response = await send();
    expect([url, response.statusCode]).toEqual([url, 503]);
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.json().type).toBe("urn:auth-stack:problem:store-unavailable");
  }
  await stack.redis.start();
  await until(() => app.redis.status === "ready");
  expect((await requests["/auth/me"]()).statusCode).toBe(200);
  expect((await requests["/auth/refresh"]()).statusCode).toBe(200);
});

test("Redis away - what was acknowledged before is there after a kill", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const { app } = await startApp(stack.config);
  const user = newUser();
  await registerUser(app, user);
  await stack.redis.stop("SIGKILL");
  await stack.redis.start();
  await until(() => app.redis.status === "ready");
  const { email, password } = user;
  expect((await post(app, "/auth/login", { email, password })).statusCode).toBe(200);
  expect(await app.redis.xlen("outbox")).toBe(2);
});

test("Redis away - wrong credentials for Redis are 503 as well", async () => {
  const stack = await startStack();
  const redis = { ...stack.config.redis, password: "wrong" };
  const { app } = await startApp({ ...stack.config, redis }, undefined, undefined, "don't wait");
  const response = await post(app, "/auth/login", { email: "a@b.cd", password: "x" });
  expect(response.statusCode).toBe(503);
});

test("Redis away - the service starts, is not ready, and becomes ready with Redis", async () => {
  const stack = await startStack();
  await stack.redis.stop();
  const { app } = await startApp(stack.config, undefined, undefined, "don't wait");
  const admin = await buildAdmin(app);
  const before = await admin.inject("/health/ready");
  expect(before.statusCode).toBe(503);
  expect(before.json()).toMatchObject({ status: "not-ready", redis: "down" });
  expect((await admin.inject("/health/live")).statusCode).toBe(200);
  await stack.redis.start();
  await until(async () => (await admin.inject("/health/ready")).statusCode === 200);
  await admin.close();
});
