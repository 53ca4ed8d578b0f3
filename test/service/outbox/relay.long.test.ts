import { expect, test } from "vitest";
import { parkEntry, removeEntries } from "../../../service/src/outbox/scripts";
import { keys } from "../../../service/src/store/keys";
import { startServiceProcess } from "../process";
import { countEvents, eventsOf, readEvents, registerUser, startApp, startStack, until } from "../support";

test("relay - one of two replicas relays; when it closes, the other takes over", async () => {
  const stack = await startStack();
  const first = await startApp(stack.config);
  const holder = () => first.app.redis.get(keys.relayLock);
  await until(async () => (await holder()) !== null);
  const before = await holder();
  const second = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const users = await Promise.all([registerUser(first.app), registerUser(second.app)]);
  await until(() => users.every((user) => eventsOf(events, user).length === 1));
  expect(second.logs.some(({ msg }) => msg === "Auth event published successfully")).toBe(false);
  await first.app.close();
  await until(async () => ![null, before].includes(await second.app.redis.get(keys.relayLock)), 5);
  const last = await registerUser(second.app);
  await until(() => eventsOf(events, last).length === 1);
  expect(await countEvents(stack.nats)).toBe(3);
});

test("relay - when the relaying process is killed, another has taken over within five seconds", async () => {
  const stack = await startStack();
  const doomed = await startServiceProcess(stack);
  await until(() => doomed.output().includes("JetStream stream 'auth-events' ready"));
  const { app } = await startApp(stack.config);
  await until(async () => (await app.redis.get(keys.relayLock)) !== null);
  const before = await app.redis.get(keys.relayLock);
  const events = await readEvents(stack.nats);
  await doomed.stop("SIGKILL");
  const userId = await registerUser(app);
  await until(() => eventsOf(events, userId).length === 1, 5);
  expect(await app.redis.get(keys.relayLock)).not.toBe(before);
});

test("relay - one that has lost the lock can't change the outbox", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const { app } = await startApp(stack.config);
  await registerUser(app);
  const [[streamId] = [""]] = await app.redis.xrange(keys.outbox, "-", "+");
  await app.redis.set(keys.relayLock, "the next", "PX", 60_000);
  const places = { lockKey: keys.relayLock, outboxKey: keys.outbox };
  const former = { ...places, token: "the former" };
  expect(await removeEntries(app.redis, { ...former, streamIds: [streamId] })).toBe(false);
  const aside = { parkedKey: keys.parked, userKey: "", streamId, reason: "" };
  expect(await parkEntry(app.redis, { ...former, ...aside })).toBe("not ours");
  expect(await app.redis.xlen(keys.outbox)).toBe(1);
  expect(await removeEntries(app.redis, { ...places, token: "the next", streamIds: [streamId] })).toBe(true);
  expect(await app.redis.xlen(keys.outbox)).toBe(0);
});

test("relay - two that relay at once send nothing twice into the stream", async () => {
  const stack = await startStack();
  await stack.nats.stop();
  const first = await startApp(stack.config);
  const users = await Promise.all(Array.from({ length: 20 }, () => registerUser(first.app)));
  await stack.nats.start();
  const robber = setInterval(() => void first.app.redis.del(keys.relayLock), 2);
  const others = await Promise.all([startApp(stack.config), startApp(stack.config)]);
  await until(async () => (await countEvents(stack.nats)) === users.length);
  clearInterval(robber);
  await until(async () => (await first.app.redis.xlen(keys.outbox)) === 0);
  expect(others).toHaveLength(2);
  expect(await countEvents(stack.nats)).toBe(users.length);
});
