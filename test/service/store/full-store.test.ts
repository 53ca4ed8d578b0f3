import type { FastifyInstance } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { buildAdmin } from "../../../service/src/admin/admin";
import { keys } from "../../../service/src/store/keys";
import {
  bearer,
  eventsOf,
  newUser,
  openSession,
  post,
  readEvents,
  registerUser,
  startApp,
  startStack,
  until,
} from "../support";
import { fillTo, roomOf, smallStore } from "./full";

function remove(app: FastifyInstance, url: string, token: string, payload: object = {}) {
  return app.inject({ method: "DELETE", url, payload, headers: bearer(token) });
}

/** Tries what fills the store: which of it is refused for that, and that nothing else goes wrong. */
async function refusedBy(app: FastifyInstance, user = newUser()): Promise<string[]> {
  const { email, password } = user;
  const answers = {
    registration: await post(app, "/auth/register", newUser()),
    login: await post(app, "/auth/login", { email, password }),
    refresh: await post(app, "/auth/refresh", { refreshToken: "x" }),
  };
  return Object.entries(answers).flatMap(([what, { statusCode, headers, body }]) => {
    if (statusCode < 500) return [];
    expect([headers["retry-after"], JSON.parse(body).type]).toEqual([
      "30",
      "urn:auth-stack:problem:store-full",
    ]);
    return [what];
  });
}

test("full store - what waits in the outbox is published when NATS is back", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  await stack.nats.stop("SIGKILL");
  const { app } = await startApp(stack.config);
  const users = [await registerUser(app), await registerUser(app)];
  await fillTo(app.redis, 1.1);
  await stack.nats.start();
  const events = await readEvents(stack.nats);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  await until(() => users.every((user) => eventsOf(events, user).length === 1));
});

test("full store - sessions end, passwords change and accounts are erased", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  const { app } = await startApp(stack.config);
  const [leaving, changing, erased] = [newUser(), newUser(), newUser()];
  const first = await openSession(app, leaving);
  const second = await openSession(app, changing);
  const third = await openSession(app, erased);
  const fourth = await openSession(app);
  await fillTo(app.redis, 1.1);
  expect((await post(app, "/auth/logout", {}, bearer(first.accessToken))).statusCode).toBe(204);
  expect((await post(app, "/auth/revoke", { token: fourth.refreshToken })).statusCode).toBe(200);
  expect((await remove(app, "/auth/sessions", second.accessToken)).statusCode).toBe(204);
  const change = { currentPassword: changing.password, newPassword: "another password" };
  expect((await post(app, "/auth/password", change, bearer(second.accessToken))).statusCode).toBe(200);
  const proof = { currentPassword: erased.password };
  expect((await remove(app, "/auth/me", third.accessToken, proof)).statusCode).toBe(204);
  for (const { accessToken } of [first, third, fourth]) {
    expect((await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode).toBe(401);
  }
});

test("full store - registrations are refused first, then logins, then refreshes; readiness warns", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  const { app } = await startApp({ ...stack.config, messaging: { kind: "off" } });
  const admin = await buildAdmin(app);
  onTestFinished(() => admin.close());
  const user = newUser();
  await openSession(app, user);
  const steps = [
    [0.7, [], []],
    [0.82, ["registration"], ["registrations"]],
    [0.92, ["registration", "login"], ["registrations", "logins"]],
    [0.97, ["registration", "login", "refresh"], ["registrations", "logins", "refreshes"]],
  ] as const;
  for (const [share, refused, sheds] of steps) {
    await fillTo(app.redis, share);
    await expect.poll(() => refusedBy(app, user)).toEqual(refused);
    expect(await roomOf(admin)).toEqual({ status: 200, sheds });
  }
  const metrics = (await admin.inject("/metrics")).body;
  expect(metrics).toMatch(/^auth_store_used_ratio (0\.9|1)/m);
  expect(metrics).toMatch(/^auth_store_refusals_total\{what="refreshes"\} \d+$/m);
});

test("full store - the outbox has a share of its own, which refreshes may exceed", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  const { app } = await startApp({ ...stack.config, messaging: { kind: "off" } });
  const admin = await buildAdmin(app);
  onTestFinished(() => admin.close());
  const user = newUser();
  await openSession(app, user);
  const outboxShare = async () => (await admin.inject("/health/ready")).json().store.outboxShare;
  const growTo = async (share: number) => {
    while ((await outboxShare()) < share) await app.redis.xadd(keys.outbox, "*", "body", "x".repeat(40_000));
  };
  await growTo(0.42);
  await expect.poll(() => refusedBy(app, user)).toEqual(["registration"]);
  await growTo(0.52);
  await expect.poll(() => refusedBy(app, user)).toEqual(["registration", "login"]);
  await app.redis.del(keys.outbox);
  await expect.poll(() => refusedBy(app, user)).toEqual([]);
});
