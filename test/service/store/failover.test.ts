import type { Socket } from "node:net";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { buildAdmin } from "../../../service/src/admin/admin";
import { keys } from "../../../service/src/store/keys";
import { loopbackWay } from "../../support/loopback-way";
import { startTestRedis, type TestServer } from "../../support/servers";
import { eventsOf, newUser, post, readEvents, registerUser, startApp, startStack, until } from "../support";

const adminPassword = "admin-password";

/** Servers that can replicate from each other. */
const replicating = [
  `user admin on >${adminPassword} ~* &* +@all`,
  "masteruser admin",
  `masterauth ${adminPassword}`,
  "repl-diskless-sync-delay 0",
];

function portOf({ url }: TestServer): number {
  return Number(new URL(url).port);
}

function adminOf(server: TestServer): Redis {
  const admin = new Redis({ port: portOf(server), username: "admin", password: adminPassword });
  onTestFinished(async () => admin.disconnect());
  return admin;
}

/** One name for both: it leads new connections elsewhere, and kept ones stay where they are. */
async function startName(first: TestServer): Promise<{ port: number; leadTo: (server: TestServer) => void }> {
  let target = first;
  const join = (client: Socket, upstream: Socket) => {
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  };
  const port = await loopbackWay(() => target.url, join, onTestFinished);
  return {
    port,
    leadTo: (next) => {
      target = next;
    },
  };
}

test("failover - a server that becomes a replica is left for the new primary, and readiness sees it until then", async () => {
  const stack = await startStack(undefined, { redis: replicating });
  const former = stack.redis;
  const next = await startTestRedis(stack.keys.redisPassword, undefined, replicating);
  const [formerAdmin, nextAdmin] = [adminOf(former), adminOf(next)];
  await nextAdmin.replicaof("127.0.0.1", portOf(former));
  const name = await startName(former);
  const { app, logs } = await startApp({
    ...stack.config,
    redis: { ...stack.config.redis, host: "127.0.0.1", port: name.port },
  });
  const admin = await buildAdmin(app);
  onTestFinished(() => admin.close());
  const ready = async () => {
    const response = await admin.inject("/health/ready");
    return [response.statusCode, response.json().redis];
  };
  const before = newUser();
  await registerUser(app, before);
  const isCopied = () => nextAdmin.exists(keys.email(before.email)).catch(() => 0);
  await until(async () => (await isCopied()) === 1);
  await until(async () => (await nextAdmin.info("replication")).includes("master_link_status:up"));
  expect(await ready()).toEqual([200, "up"]);

  await nextAdmin.replicaof("NO", "ONE");
  await formerAdmin.replicaof("127.0.0.1", portOf(next));
  await expect.poll(ready).toEqual([503, "read-only"]);
  expect((await post(app, "/auth/register", newUser())).statusCode).toBe(503);

  name.leadTo(next);
  await expect.poll(ready).toEqual([200, "up"]);
  expect(logs.some(({ msg }) => String(msg).startsWith("Redis only reads"))).toBe(true);
  const { email, password } = before;
  expect((await post(app, "/auth/login", { email, password })).statusCode).toBe(200);
  const userId = await registerUser(app);
  const events = await readEvents(stack.nats);
  await until(() => eventsOf(events, userId).length === 1);
});
