import { expect, test } from "vitest";
import { decodeRefreshToken, refreshTokenHashes } from "../../../service/src/tokens/refresh-token";
import {
  bearer,
  eventsOf,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  until,
} from "../support";

const stack = shareStack();

/** Settings of a service to which every repeat is reuse. */
function withoutRepeats() {
  return { ...stack.config, tokens: { ...stack.config.tokens, refreshRepeatSeconds: 0 } };
}

/** Key of the answer that is kept for a repeat. */
function answerKey(refreshToken: string): string {
  return `refresh:answer:${refreshTokenHashes(decodeRefreshToken(refreshToken)!).tokenHash}`;
}

test("refresh - hands out new tokens; the old refresh token is no longer good", async () => {
  const { app } = await startApp(withoutRepeats());
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
  const { app, logs } = await startApp(withoutRepeats());
  const events = await readEvents(stack.nats);
  const { userId, refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: next.refreshToken })).statusCode).toBe(401);
  const me = await app.inject({ url: "/auth/me", headers: bearer(next.accessToken) });
  expect(me.statusCode).toBe(401);
  const warning = logs.find(({ msg }) => msg === "A refresh token was used again; its session was ended");
  expect(warning).toMatchObject({ level: "warn", userId });
  expect(await app.metrics.registry.metrics()).toContain("auth_refresh_token_reuse_total 1\n");
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toMatchObject([
    { event: { data: { userId, reason: "refresh-token-reused" } } },
  ]);
});

test("refresh - reuse by many at once ends the session once, with one event", async () => {
  const { app } = await startApp(withoutRepeats());
  const events = await readEvents(stack.nats);
  const { userId, refreshToken } = await openSession(app);
  await post(app, "/auth/refresh", { refreshToken });
  await Promise.all(Array.from({ length: 10 }, () => post(app, "/auth/refresh", { refreshToken })));
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toHaveLength(1);
  expect(await app.metrics.registry.metrics()).toContain("auth_refresh_token_reuse_total 1\n");
});

test("refresh - twenty at once with one token, over two replicas, get the same answer and one event", async () => {
  const [{ app }, { app: replica }] = [await startApp(stack.config), await startApp(stack.config)];
  const events = await readEvents(stack.nats);
  const { userId, refreshToken } = await openSession(app);
  const responses = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      post(turn % 2 === 0 ? app : replica, "/auth/refresh", { refreshToken }),
    ),
  );
  expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
  expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
  const next = responses[0]!.json();
  expect((await post(app, "/auth/refresh", { refreshToken: next.refreshToken })).statusCode).toBe(200);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.token_refreshed")).toHaveLength(2);
});

test("refresh - a repeat is answered again even after the next token was used", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken } = await openSession(app);
  const first = await post(app, "/auth/refresh", { refreshToken });
  const second = await post(app, "/auth/refresh", { refreshToken: first.json().refreshToken });
  expect((await post(app, "/auth/refresh", { refreshToken })).body).toBe(first.body);
  const newest = second.json().refreshToken;
  expect((await post(app, "/auth/refresh", { refreshToken: newest })).statusCode).toBe(200);
});

test("refresh - after the repeat window the same token ends the session", async () => {
  const { tokens } = stack.config;
  const { app } = await startApp({ ...stack.config, tokens: { ...tokens, refreshRepeatSeconds: 0.05 } });
  const { refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  await until(async () => (await app.redis.exists(answerKey(refreshToken))) === 0);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: next.refreshToken })).statusCode).toBe(401);
});

test("refresh - a repeat gets nothing once the session has ended", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  await post(app, "/auth/logout", {}, bearer(next.accessToken));
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
});

test("refresh - Redis keeps the answer sealed, and no longer than the window", async () => {
  const { app } = await startApp(stack.config);
  const { refreshToken } = await openSession(app);
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  const kept = Buffer.from((await app.redis.get(answerKey(refreshToken)))!, "base64url");
  const secret = Buffer.from(next.refreshToken, "base64url").subarray(48);
  expect(kept.includes(secret)).toBe(false);
  for (const token of [next.accessToken, next.refreshToken]) expect(kept.includes(token)).toBe(false);
  const remaining = await app.redis.pttl(answerKey(refreshToken));
  expect(remaining).toBeGreaterThan(0);
  expect(remaining).toBeLessThanOrEqual(10_000);
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
