import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { ack, CircuitOpenError, type Handlers, term } from "../../../service/consumer/src";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();
/** Quick, so that an outage of seconds is as one of hours. */
const circuit = { firstPauseMilliseconds: 50, longestPauseMilliseconds: 100 };

test("outage - of many events none becomes a dead letter, one is tried at a time, and all are handled afterwards", async () => {
  await bench.configure({ max_deliver: 3 });
  const dependency = { isUp: false, atOnce: 0, most: 0, calls: 0 };
  const handled = new Set<string>();
  const handlers: Handlers = {
    "auth.user.logged_out": async ({ id }) => {
      dependency.calls += 1;
      dependency.atOnce += 1;
      dependency.most = Math.max(dependency.most, dependency.atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      dependency.atOnce -= 1;
      if (!dependency.isUp) throw new Error("the mail server is away");
      handled.add(id);
      return ack;
    },
  };
  const opened: Error[] = [];
  const onTrouble = (error: Error) => void (error instanceof CircuitOpenError && opened.push(error));
  const ids = await Promise.all(Array.from({ length: 40 }, () => bench.publish(loggedOut())));
  await bench.subscribe(handlers, { circuit, onTrouble });
  await until(() => opened.length > 0);
  await until(() => dependency.atOnce === 0);
  dependency.most = 0;
  const before = dependency.calls;
  await until(() => dependency.calls >= before + 30, 30);
  expect(dependency.most).toBe(1);
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatchObject({ failures: 5, cause: new Error("the mail server is away") });
  dependency.isUp = true;
  await until(async () => (await bench.unsettled()) === 0, 30);
  expect(handled).toEqual(new Set(ids));
  expect(await bench.givenUp()).toBe(0);
});

test("outage - a poison event among good ones still becomes a dead letter, and holds up nobody", async () => {
  await bench.configure({ max_deliver: 3 });
  const user = randomUUID();
  const opened: Error[] = [];
  let good = 0;
  const handlers: Handlers = {
    "auth.user.logged_out": async ({ data }) => {
      if (data.userId === user) throw new TypeError("no such template");
      good += 1;
      return ack;
    },
  };
  const onTrouble = (error: Error) => void (error instanceof CircuitOpenError && opened.push(error));
  await bench.subscribe(handlers, { circuit, onTrouble });
  await bench.publish(loggedOut(user));
  for (let i = 0; i < 20; i += 1) await bench.publish(loggedOut());
  expect(await bench.nextReason()).toBe("TypeError: no such template");
  expect(good).toBe(20);
  expect(opened).toEqual([]);
});

test("outage - more poison events than open the circuit are still dead letters in the end, as long as others succeed", async () => {
  await bench.configure({ max_deliver: 2 });
  const poison = new Set<string>(Array.from({ length: 7 }, () => randomUUID()));
  let good = 0;
  const handlers: Handlers = {
    "auth.user.logged_out": async ({ data }) => {
      if (poison.has(data.userId)) throw new TypeError("no such template");
      good += 1;
      return ack;
    },
  };
  await bench.subscribe(handlers, { circuit });
  for (const user of poison) await bench.publish(loggedOut(user));
  const others = setInterval(() => void bench.publish(loggedOut()), 200);
  try {
    for (let i = 0; i < poison.size; i += 1)
      expect(await bench.nextReason()).toBe("TypeError: no such template");
  } finally {
    clearInterval(others);
  }
  expect(good).toBeGreaterThan(0);
});

test("outage - a handler that gives up an event has worked: no circuit opens", async () => {
  const opened: Error[] = [];
  const onTrouble = (error: Error) => void opened.push(error);
  await bench.subscribe({ "auth.user.logged_out": async () => term("not ours") }, { circuit, onTrouble });
  for (let i = 0; i < 8; i += 1) await bench.publish(loggedOut());
  for (let i = 0; i < 8; i += 1) expect(await bench.nextReason()).toBe("not ours");
  expect(opened).toEqual([]);
});

test("outage - a stop hands back what is kept, and another goes on with it", async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => bench.publish(loggedOut())));
  let opened = false;
  const subscriber = await bench.subscribe(
    { "auth.user.logged_out": () => Promise.reject(new Error("away")) },
    {
      circuit,
      onTrouble: (error) => {
        opened ||= error instanceof CircuitOpenError;
      },
    },
  );
  await until(() => opened);
  await subscriber.stop();
  const handled = new Set<string>();
  await bench.subscribe({
    "auth.user.logged_out": async ({ id }) => {
      handled.add(id);
      return ack;
    },
  });
  await until(async () => (await bench.unsettled()) === 0);
  expect(handled).toEqual(new Set(ids));
});
