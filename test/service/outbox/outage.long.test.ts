import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { createLocalKeys, publicKeysOf } from "../../../tools/local/keys";
import { startNats } from "../../../tools/local/nats";
import { freePort, listens } from "../../../tools/local/ports";
import { startServer } from "../../../tools/local/process";
import { temporaryDir } from "../../support/servers";
import {
  bearer,
  countEvents,
  newUser,
  openSession,
  post,
  readEvents,
  receivedAll,
  registerUser,
  startApp,
  startStack,
  type TestStack,
  until,
  usersBeforeLast,
} from "../support";

test("outage - Redis restarted between commit and publish loses nothing", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const { app } = await startApp(stack.config);
  const users = [await registerUser(app), await registerUser(app)];
  await stack.redis.stop("SIGKILL");
  await stack.redis.start();
  await stack.nats.start();
  await until(() => app.redis.status === "ready");
  const events = await readEvents(stack.nats);
  await receivedAll(app, events);
  expect(events.slice(0, -1).map(({ event }) => event.data.userId)).toEqual(users);
  expect(await countEvents(stack.nats)).toBe(events.length);
});

test("outage - a Redis that only reads is 503 for what writes, and nothing is lost by it", async () => {
  const stack = await startStack();
  const { app } = await startApp(stack.config);
  const user = newUser();
  const { userId, accessToken, refreshToken } = await openSession(app, user);
  const writable = await makeReadOnly(stack);
  await until(async () => (await app.redis.ping().catch(() => "")) === "PONG");
  const { email, password } = user;
  const writes = [
    () => post(app, "/auth/register", newUser()),
    () => post(app, "/auth/login", { email, password }),
    () => post(app, "/auth/refresh", { refreshToken }),
    () => post(app, "/auth/logout", {}, bearer(accessToken)),
  ];
  for (const write of writes) {
    const { statusCode, headers } = await write();
    expect([statusCode, headers["retry-after"]]).toEqual([503, "2"]);
  }
  const me = () => app.inject({ url: "/auth/me", headers: bearer(accessToken) });
  await expect.poll(async () => (await me()).json().user?.id).toBe(userId);
  await writable();
  await until(async () => (await app.redis.ping().catch(() => "")) === "PONG");
  expect((await post(app, "/auth/refresh", { refreshToken })).statusCode).toBe(200);
  const events = await readEvents(stack.nats);
  await receivedAll(app, events);
  expect(events.slice(0, -1).map(({ subject }) => subject)).toEqual([
    "auth.user.registered",
    "auth.user.logged_in",
    "auth.user.token_refreshed",
  ]);
});

/** Restarts Redis as the replica of a server that never answers; what is returned makes it itself again. */
async function makeReadOnly({ redis }: TestStack): Promise<() => Promise<void>> {
  await redis.stop();
  const port = Number(new URL(redis.url).port);
  const replica = await startServer({
    command: "redis-server",
    args: [join(dirname(redis.log), "redis.conf"), "--replicaof", "127.0.0.1", String(await freePort())],
    log: redis.log,
    url: redis.url,
    ready: () => listens(port),
  });
  onTestFinished(() => replica.stop("SIGKILL"));
  return async () => {
    await replica.stop();
    await redis.start();
  };
}

test("outage - a NATS that hangs holds no request up, and its late acknowledgements double nothing", async () => {
  const stack = await startStack();
  const { app, logs } = await startApp(stack.config);
  await registerUser(app);
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  process.kill(stack.nats.pid, "SIGSTOP");
  const users = [await registerUser(app), await registerUser(app)];
  await until(() => logs.filter(({ error }) => String(error).startsWith("TIMEOUT")).length === users.length);
  process.kill(stack.nats.pid, "SIGCONT");
  const events = await readEvents(stack.nats);
  await receivedAll(app, events);
  expect(events.map(({ event }) => event.data.userId)).toEqual(expect.arrayContaining(users));
  expect(events).toHaveLength(1 + users.length + 1);
  expect(await countEvents(stack.nats)).toBe(events.length);
});

test("outage - a NATS that refuses the service is tried again until it doesn't", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const port = Number(new URL(stack.nats.url).port);
  const stranger = await startNats({
    dir: temporaryDir(),
    port,
    monitorPort: await freePort(),
    publicKeys: publicKeysOf(createLocalKeys()),
  });
  onTestFinished(() => stranger.stop("SIGKILL"));
  const { app, logs } = await startApp(stack.config);
  const userId = await registerUser(app);
  await until(() => logs.some(({ reason }) => String(reason).includes("Authorization Violation")));
  await stranger.stop();
  await stack.nats.start();
  const events = await readEvents(stack.nats);
  await until(() => events.some(({ event }) => event.data.userId === userId));
});

test("outage - a NATS that comes and goes gets each event once", async () => {
  const stack = await startStack();
  const { app } = await startApp(stack.config);
  const users: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    users.push(...(await Promise.all(Array.from({ length: 5 }, () => registerUser(app)))));
    await stack.nats.stop("SIGKILL");
    users.push(await registerUser(app));
    await stack.nats.start();
  }
  const events = await readEvents(stack.nats);
  await receivedAll(app, events);
  expect(usersBeforeLast(events)).toEqual(users.sort());
  expect(await countEvents(stack.nats)).toBe(events.length);
});
