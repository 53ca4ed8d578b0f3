import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
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
import { fill, smallStore } from "./full";

function remove(app: FastifyInstance, url: string, token: string, payload: object = {}) {
  return app.inject({ method: "DELETE", url, payload, headers: bearer(token) });
}

test("full store - what waits in the outbox is published when NATS is back", async () => {
  const stack = await startStack(undefined, { redis: smallStore });
  await stack.nats.stop("SIGKILL");
  const { app } = await startApp(stack.config);
  const users = [await registerUser(app), await registerUser(app)];
  await fill(app.redis);
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
  await fill(app.redis);
  expect((await post(app, "/auth/logout", {}, bearer(first.accessToken))).statusCode).toBe(204);
  expect((await remove(app, "/auth/sessions", second.accessToken)).statusCode).toBe(204);
  const change = { currentPassword: changing.password, newPassword: "another password" };
  expect((await post(app, "/auth/password", change, bearer(second.accessToken))).statusCode).toBe(204);
  const proof = { currentPassword: erased.password };
  expect((await remove(app, "/auth/me", third.accessToken, proof)).statusCode).toBe(204);
  for (const { accessToken } of [first, third]) {
    expect((await app.inject({ url: "/auth/me", headers: bearer(accessToken) })).statusCode).toBe(401);
  }
});
