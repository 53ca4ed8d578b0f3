import { expect, test } from "vitest";
import type { Config } from "../../../service/src/config";
import {
  bearer,
  eventsOf,
  openSession,
  post,
  readEvents,
  receivedAll,
  shareStack,
  startApp,
  type TestApp,
  until,
} from "../support";
import { answerKey, statusOf } from "./user-sessions";

const stack = shareStack();

/** Settings of a service that gives no answer twice. */
function withoutRepeats() {
  return withTokens({ refreshRepeatSeconds: 0 });
}

function withTokens(tokens: Partial<Config["tokens"]>): Config {
  return { ...stack.config, tokens: { ...stack.config.tokens, ...tokens } };
}

/** Exchanges a token and what it was exchanged for. Returns the newest tokens. */
async function exchangeTwice(app: TestApp["app"], refreshToken: string) {
  const next = (await post(app, "/auth/refresh", { refreshToken })).json();
  return (await post(app, "/auth/refresh", { refreshToken: next.refreshToken })).json();
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
  await post(app, "/auth/refresh", { refreshToken: response.json().refreshToken });
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
  const newest = await exchangeTwice(app, refreshToken);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: newest.refreshToken })).statusCode).toBe(401);
  const me = await app.inject({ url: "/auth/me", headers: bearer(newest.accessToken) });
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
  await exchangeTwice(app, refreshToken);
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

test("refresh - after the repeat window a token whose child was not used gets a new one, and the first is dead", async () => {
  const { app, logs } = await startApp(withTokens({ refreshRepeatSeconds: 0.05 }));
  const events = await readEvents(stack.nats);
  const { userId, refreshToken } = await openSession(app);
  const lost = (await post(app, "/auth/refresh", { refreshToken })).json();
  await until(async () => (await app.redis.exists(answerKey(refreshToken))) === 0);
  const again = await post(app, "/auth/refresh", { refreshToken });
  expect(again.statusCode).toBe(200);
  expect(again.json().refreshToken).not.toBe(lost.refreshToken);
  expect(await statusOf(app, lost.accessToken)).toBe(401);
  expect(await statusOf(app, again.json().accessToken)).toBe(200);
  const next = await post(app, "/auth/refresh", { refreshToken: again.json().refreshToken });
  expect(next.statusCode).toBe(200);
  expect(await metricsOf(app)).toContain(repeats({ answer: "new", network: "same" }, 1));
  expect(logs.filter(({ msg }) => msg === repeatedElsewhere)).toEqual([]);
  await receivedAll(app, events);
  expect(eventsOf(events, userId, "auth.user.token_refreshed")).toHaveLength(3);
  expect(eventsOf(events, userId, "auth.user.logged_out")).toEqual([]);
});

test("refresh - whoever presents a dead child ends the session", async () => {
  const { app } = await startApp(withoutRepeats());
  const { refreshToken } = await openSession(app);
  const first = (await post(app, "/auth/refresh", { refreshToken })).json();
  const second = (await post(app, "/auth/refresh", { refreshToken })).json();
  expect((await post(app, "/auth/refresh", { refreshToken: first.refreshToken })).statusCode).toBe(401);
  expect((await post(app, "/auth/refresh", { refreshToken: second.refreshToken })).statusCode).toBe(401);
  expect(await statusOf(app, second.accessToken)).toBe(401);
  expect(await metricsOf(app)).toContain("auth_refresh_token_reuse_total 1\n");
});

test("refresh - a child's access token does not count as a use of the child", async () => {
  const { app } = await startApp(withoutRepeats());
  const { refreshToken } = await openSession(app);
  const first = (await post(app, "/auth/refresh", { refreshToken })).json();
  expect(await statusOf(app, first.accessToken)).toBe(200);
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
});

const repeatedElsewhere = "A refresh token was repeated from another network than the first";

test.each([
  ["same", 10],
  ["new", 0],
] as const)(
  "refresh - a repeat that gets the %s answer is counted, and logged when it comes from another network",
  async (answer, refreshRepeatSeconds) => {
    const { app, logs } = await startApp(withTokens({ refreshRepeatSeconds }));
    const { userId, refreshToken } = await openSession(app);
    const from = (remoteAddress: string) =>
      app.inject({ method: "POST", url: "/auth/refresh", payload: { refreshToken }, remoteAddress });
    for (const address of ["192.0.2.1", "192.0.2.1", "203.0.113.7"]) {
      expect((await from(address)).statusCode).toBe(200);
    }
    const metrics = await metricsOf(app);
    for (const network of ["same", "other"]) expect(metrics).toContain(repeats({ answer, network }, 1));
    const warnings = logs.filter(({ msg }) => msg === repeatedElsewhere);
    const networks = { network: "203.0.113.7", firstNetwork: "192.0.2.1" };
    expect(warnings).toMatchObject([{ level: "warn", userId, answer, ...networks }]);
  },
);

function metricsOf(app: TestApp["app"]): Promise<string> {
  return app.metrics.registry.metrics();
}

function repeats({ answer, network }: Record<"answer" | "network", string>, count: number): string {
  return `auth_refresh_token_repeats_total{answer="${answer}",network="${network}"} ${count}\n`;
}

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
