import { expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { startServiceProcess } from "../process";
import {
  countEvents,
  readEvents,
  receivedAll,
  registerUser,
  startApp,
  startStack,
  until,
  usersBeforeLast,
} from "../support";

test("relay - one that is stalled loses its turn within five seconds and changes nothing when it wakes", async () => {
  const stack = await startStack();
  const stalled = await startServiceProcess(stack);
  await until(() => stalled.output().includes("JetStream stream 'auth-events' ready"));
  const { app } = await startApp(stack.config);
  const holder = () => app.redis.get(keys.relayLock);
  await until(async () => (await holder()) !== null);
  const events = await readEvents(stack.nats);
  const former = await holder();
  const before = await registerUser(app);
  process.kill(stalled.pid, "SIGSTOP");
  const users = await Promise.all(Array.from({ length: 10 }, () => registerUser(app)));
  await until(async () => ![former, null].includes(await holder()), 5);
  const next = await holder();
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  process.kill(stalled.pid, "SIGCONT");
  users.push(before, ...(await Promise.all(Array.from({ length: 10 }, () => registerUser(app)))));
  await receivedAll(app, events);
  expect(usersBeforeLast(events)).toEqual(users.sort());
  expect(await countEvents(stack.nats)).toBe(events.length);
  expect(await holder()).toBe(next);
});
