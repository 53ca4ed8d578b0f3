import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { ack, HandledInMemory, type Handlers, nak, term } from "../../../service/consumer/src";
import { eventIdHeader, replayHeader, replaySubject } from "../../../stream-config";
import { headers } from "../../support/nats-client";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();

test("subscriber - a handler gets its type of event, checked; other types are acknowledged unseen", async () => {
  const seen: unknown[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ id, type, data, delivery }) => {
      seen.push({ id, type, userId: data.userId, delivery });
      return ack;
    },
  });
  const userId = randomUUID();
  await bench.publish("whatever", "auth.user.registered").catch(() => undefined);
  const other = loggedOut().replace("logged_out", "registered");
  await bench.publish(other, "auth.user.registered");
  const id = await bench.publish(loggedOut(userId, { newField: "of a newer publisher" }));
  await until(async () => (await bench.unsettled()) === 0);
  expect(seen).toEqual([{ id, type: "auth.user.logged_out", userId, delivery: 1 }]);
  expect(await bench.nextReason()).toBe("its body is not JSON");
});

test("subscriber - nak brings the event again, term gives it up with the reason", async () => {
  const deliveries: number[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      deliveries.push(delivery);
      return delivery < 3 ? nak(10) : term("three times\nis enough");
    },
  });
  await bench.publish(loggedOut(randomUUID()));
  expect(await bench.nextReason()).toBe("three times is enough");
  expect(deliveries).toEqual([1, 2, 3]);
});

test("subscriber - an error at the last delivery becomes the reason", async () => {
  await bench.configure({ max_deliver: 1 });
  const troubles: string[] = [];
  await bench.subscribe(
    { "auth.user.logged_out": () => Promise.reject(new TypeError("no such template")) },
    { onTrouble: ({ message }) => void troubles.push(message) },
  );
  await bench.publish(loggedOut(randomUUID()));
  expect(await bench.nextReason()).toBe("TypeError: no such template");
  expect(troubles).toEqual(["no such template"]);
});

test("subscriber - a handler that takes too long is told so, and has failed when it ends with an error", async () => {
  await bench.configure({ max_deliver: 1 });
  const troubles: string[] = [];
  const heed = (_: unknown, signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const onTrouble = ({ name }: Error) => void troubles.push(name);
  await bench.subscribe({ "auth.user.logged_out": heed }, { timeoutMilliseconds: 50, onTrouble });
  await bench.publish(loggedOut());
  expect(await bench.nextReason()).toBe("TimeoutError: not done within 50 ms");
  expect(troubles).toEqual(["OverdueError", "TimeoutError"]);
});

test("subscriber - a handler that outlives its time keeps event and lane, and its late success is what counts", async () => {
  await bench.configure({ ack_wait: 300e6, max_deliver: 3 });
  const log: string[] = [];
  const user = randomUUID();
  const deaf: Handlers = {
    "auth.user.logged_out": async ({ id, delivery }) => {
      log.push(`begin ${id} ${delivery}`);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      log.push(`end ${id}`);
      return ack;
    },
  };
  const troubles: string[] = [];
  const onTrouble = ({ message }: Error) => void troubles.push(message);
  await bench.subscribe(deaf, { timeoutMilliseconds: 400, onTrouble, handled: new HandledInMemory() });
  const [one, two] = [await bench.publish(loggedOut(user)), await bench.publish(loggedOut(user))];
  await until(async () => log.includes(`end ${two}`) && (await bench.unsettled()) === 0);
  expect(log).toEqual([`begin ${one} 1`, `end ${one}`, `begin ${two} 1`, `end ${two}`]);
  expect(troubles).toContain(
    `the handler of auth.user.logged_out is not done within 400 ms; event ${one} stays in work until it ends`,
  );
  expect(await bench.givenUp()).toBe(0);
});

test("subscriber - a stop doesn't wait for a handler that outlives its time", async () => {
  let begun = false;
  const subscriber = await bench.subscribe(
    {
      "auth.user.logged_out": () => {
        begun = true;
        return new Promise(() => undefined);
      },
    },
    { timeoutMilliseconds: 100, concurrency: 1 },
  );
  await bench.publish(loggedOut());
  await until(() => begun);
  await subscriber.stop();
  const connection = await bench.nats.connectAs("analytics");
  await bench.configure({ ack_wait: 100e6 });
  await bench.subscribe({ "auth.user.logged_out": async () => ack }, { connection });
  await until(async () => (await bench.unsettled()) === 0);
});

test.each([
  ["another schema", () => loggedOut("no uuid"), /^not a valid auth\.user\.logged_out: \/userId must match/],
  ["no envelope", () => '{"data":1}', /^no event: /],
  [
    "another subject",
    () => loggedOut(randomUUID()).replace("logged_out", "logged_in"),
    /^an event auth\.user\.logged_in under/,
  ],
])("subscriber - %s is given up at once, with a reason that quotes no data", async (_, body, reason) => {
  await bench.subscribe({ "auth.user.logged_out": async () => ack, "auth.user.logged_in": async () => ack });
  await bench.publish(body());
  expect(await bench.nextReason()).toMatch(reason);
});

test("subscriber - a long handler keeps its event, though the ack wait is shorter", async () => {
  await bench.configure({ ack_wait: 300e6 });
  const deliveries: number[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      deliveries.push(delivery);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return ack;
    },
  });
  await bench.publish(loggedOut(randomUUID()));
  await until(async () => deliveries.length > 0 && (await bench.unsettled()) === 0);
  expect(deliveries).toEqual([1]);
});

test("subscriber - an event that was handled is not handled again, unless it is replayed", async () => {
  const seen: (string | undefined)[] = [];
  await bench.subscribe(
    {
      "auth.user.logged_out": async ({ replay }) => {
        seen.push(replay);
        return ack;
      },
    },
    { handled: new HandledInMemory() },
  );
  const body = loggedOut(randomUUID());
  const id = await bench.publish(body);
  await bench.publish(body, "auth.user.logged_out", id);
  await until(async () => (await bench.unsettled()) === 0);
  const operator = await bench.nats.connectAs("operator");
  const again = headers();
  again.set(eventIdHeader, id);
  again.set(replayHeader, "audit");
  for (const msgID of ["one", "two"]) {
    await operator.jetstream().publish(replaySubject("analytics"), body, { headers: again, msgID });
  }
  await until(() => seen.length === 2);
  expect(seen).toEqual([undefined, "audit"]);
});

test("subscriber - a user's events are handled in order, those of others meanwhile", async () => {
  const log: string[] = [];
  const [one, other] = [randomUUID(), randomUUID()];
  await bench.subscribe({
    "auth.user.logged_out": async ({ id, data }) => {
      log.push(`begin ${id}`);
      if (data.userId === one) await until(() => log.includes("end other"));
      log.push(`end ${data.userId === one ? id : "other"}`);
      return ack;
    },
  });
  const first = await bench.publish(loggedOut(one));
  const second = await bench.publish(loggedOut(one));
  await bench.publish(loggedOut(other));
  await until(() => log.includes(`end ${second}`));
  expect(log.indexOf(`end ${first}`)).toBeLessThan(log.indexOf(`begin ${second}`));
});

test("subscriber - a stop lets what is in work end, and the next one goes on from there", async () => {
  const seen: string[] = [];
  const handlers: Handlers = {
    "auth.user.logged_out": async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      seen.push(id);
      return ack;
    },
  };
  const first = await bench.publish(loggedOut(randomUUID()));
  const subscriber = await bench.subscribe(handlers);
  await until(async () => (await bench.unsettled()) === 1);
  await subscriber.stop();
  expect(seen).toEqual([first]);
  const second = await bench.publish(loggedOut(randomUUID()));
  await bench.subscribe(handlers);
  await until(async () => (await bench.unsettled()) === 0);
  expect(seen).toEqual([first, second]);
});

test("subscriber - a restart of the server interrupts, and no event is missed", async () => {
  const seen: string[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ id }) => {
      seen.push(id);
      return ack;
    },
  });
  const before = await bench.publish(loggedOut(randomUUID()));
  await until(async () => seen.length === 1 && (await bench.unsettled()) === 0);
  await bench.nats.stop("SIGKILL");
  await bench.nats.start();
  await bench.reconnect();
  const after = await bench.publish(loggedOut(randomUUID()));
  await until(() => seen.includes(after), 60);
  // The server may not have kept the ack before it was killed.
  expect(new Set(seen)).toEqual(new Set([before, after]));
});
