import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ack, type Handlers } from "../../../service/consumer/src";
import { oneReplicaAtATime, renderConsumer } from "../../../stream-config";
import { analytics } from "../../../stream-config/consumers";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();

/** Lets the replicas take turns, with these times. */
function takeTurns(times: object): Promise<void> {
  return bench.configure({ ...renderConsumer({ ...analytics, ...oneReplicaAtATime("5s") }), ...times });
}

/** What replicas did, in the order in which they did it. */
function recorder() {
  const log: string[] = [];
  const handlersOf = (replica: string, work: (id: string) => Promise<void>): Handlers => ({
    "auth.user.logged_out": async ({ id }) => {
      log.push(`${replica} begins ${id}`);
      await work(id);
      log.push(`${replica} ends ${id}`);
      return ack;
    },
  });
  return { log, handlersOf };
}

test("replicas that take turns - a user's events are handled one after the other, in order, by one of two", async () => {
  await takeTurns({});
  const { log, handlersOf } = recorder();
  const work = () => sleep(5 + Math.random() * 20);
  for (const replica of ["a", "b"]) await bench.subscribe(handlersOf(replica, work), { concurrency: 4 });
  const user = randomUUID();
  const ids: string[] = [];
  for (let i = 0; i < 30; i += 1) ids.push(await bench.publish(loggedOut(user)));
  await until(() => log.length === 60, 60);
  const [replica] = log[0]!.split(" ");
  expect(log).toEqual(ids.flatMap((id) => [`${replica} begins ${id}`, `${replica} ends ${id}`]));
});

test("replicas that take turns - one that dies is followed by another, which begins with what that left", async () => {
  await takeTurns({ ack_wait: 3_000e6 });
  const { log, handlersOf } = recorder();
  const dying = await bench.nats.connectAs("analytics");
  await bench.subscribe(
    handlersOf("a", () => new Promise(() => undefined)),
    {
      connection: dying,
      timeoutMilliseconds: 100,
    },
  );
  const user = randomUUID();
  const ids = [await bench.publish(loggedOut(user)), await bench.publish(loggedOut(user))];
  await until(() => log.length === 1);
  await bench.subscribe(handlersOf("b", () => sleep(10)));
  await dying.close();
  for (let i = 0; i < 5; i += 1) ids.push(await bench.publish(loggedOut(user)));
  await until(() => log.length === 1 + 2 * ids.length, 60);
  expect(log).toEqual([`a begins ${ids[0]}`, ...ids.flatMap((id) => [`b begins ${id}`, `b ends ${id}`])]);
});

test("replicas that take turns - one that stops ends its work before the other begins", async () => {
  await takeTurns({});
  const { log, handlersOf } = recorder();
  const user = randomUUID();
  const first = await bench.subscribe(handlersOf("a", () => sleep(12_000)));
  const ids = [await bench.publish(loggedOut(user))];
  await until(() => log.length === 1);
  await bench.subscribe(handlersOf("b", () => sleep(10)));
  const stopped = first.stop();
  // The request that stands may still be answered.
  await sleep(3_000);
  ids.push(await bench.publish(loggedOut(user)));
  await stopped;
  await until(() => log.length === 4, 60);
  expect(log).toEqual([`a begins ${ids[0]}`, `a ends ${ids[0]}`, `b begins ${ids[1]}`, `b ends ${ids[1]}`]);
});

test("replicas that take turns - one whose places are all taken keeps its turn", async () => {
  await takeTurns({});
  const { log, handlersOf } = recorder();
  await bench.subscribe(
    handlersOf("a", () => sleep(8_000)),
    { concurrency: 1 },
  );
  const one = await bench.publish(loggedOut());
  await until(() => log.length === 1);
  await bench.subscribe(
    handlersOf("b", () => sleep(10)),
    { concurrency: 1 },
  );
  const two = await bench.publish(loggedOut());
  await until(() => log.length === 4, 60);
  expect(log).toEqual([`a begins ${one}`, `a ends ${one}`, `a begins ${two}`, `a ends ${two}`]);
});
