import { expect, test } from "vitest";
import { bearer, eventsOf, openSession, post, readEvents, shareStack, startApp, until } from "../support";

const stack = shareStack();

test("refresh - hands out new tokens; the old refresh token is no longer good", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken, accessToken } = await openSession(app);
  const response = await post(app, "/auth/refresh", { refreshToken });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    accessToken: expect.any(String),
    refreshToken: expect.stringMatching(/^[\w-]{107}$/),
    tokenType: "Bearer",
    expiresIn: 600,
  });
  expect(response.json().refreshToken).not.toBe(refreshToken);
  expect(response.json().accessToken).not.toBe(accessToken);
  const again = await post(app, "/auth/refresh", { refreshToken });
  expect(again.statusCode).toBe(401);
  expect(again.json().type).toBe("urn:auth-stack:problem:invalid-refresh-token");
});

test("refresh - a chain of rotations goes on and each has its event", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  let { userId, refreshToken } = await openSession(app);
  for (let rotation = 0; rotation < 5; rotation += 1) {
    refreshToken = (await post(app, "/auth/refresh", { refreshToken })).json().refreshToken;
  }
  const rotations = () => eventsOf(events, userId, "auth.user.token_refreshed");
  await until(() => rotations().length === 5);
  expect(Object.keys(rotations()[0]!.event.data).sort()).toEqual(["sessionId", "timestamp", "userId"]);
});

test("refresh - reuse ends the session: newest refresh token and access tokens included", async () => {
  const { app, logs } = await startApp(stack.config);
  const { userId, refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: next.refreshToken })).statusCode).toBe(401);
  const me = await app.inject({ url: "/auth/me", headers: bearer(next.accessToken) });
  expect(me.statusCode).toBe(401);
  const warning = logs.find(({ msg }) => msg === "A refresh token was used again; its session was ended");
  expect(warning).toMatchObject({ level: "warn", userId });
});

test("refresh - of ten at once with one token at most one succeeds", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken } = await openSession(app);
  const responses = await Promise.all(
    Array.from({ length: 10 }, () => post(app, "/auth/refresh", { refreshToken })),
  );
  expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(responses.filter(({ statusCode }) => statusCode === 401)).toHaveLength(9);
});

test("refresh - a forged token of a known session does not end it", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken } = await openSession(app);
  const bytes = Buffer.from(refreshToken, "base64url");
  const otherFamily = Buffer.concat([bytes.subarray(0, 32), Buffer.alloc(48, 7)]).toString("base64url");
  const otherUser = Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(16, 7), bytes.subarray(32)]);
  for (const forged of [otherFamily, otherUser.toString("base64url")]) {
    expect((await post(app, "/auth/refresh", { refreshToken: forged })).statusCode).toBe(401);
  }
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
});

test.each(["x", "x".repeat(107), "x".repeat(512), `${"A".repeat(106)}=`, "ü".repeat(107)])(
  "refresh - %s is refused with 401",
  async (refreshToken) => {
    const { app } = await startApp(stack.config);
    const response = await post(app, "/auth/refresh", { refreshToken });
    expect(response.statusCode).toBe(401);
  },
);
