import { expect, onTestFinished, test } from "vitest";
import { ack } from "../../../service/consumer/src";
import { analytics, authEvents } from "../../../stream-config";
import { declareStreams } from "../../support/servers";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();

test("reading - heartbeats follow an ack wait that is shorter than it was at the start", async () => {
  await bench.configure({ ack_wait: 20_000e6 });
  const deliveries: number[] = [];
  const runs = { now: 0, most: 0 };
  await bench.subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      deliveries.push(delivery);
      runs.now += 1;
      runs.most = Math.max(runs.most, runs.now);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      runs.now -= 1;
      return ack;
    },
  });
  await bench.publish(loggedOut());
  await until(async () => (await bench.unsettled()) === 0);
  await bench.configure({ ack_wait: 600e6 });
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  await bench.publish(loggedOut());
  await until(async () => deliveries.length >= 2 && (await bench.unsettled()) === 0);
  expect(deliveries).toEqual([1, 1]);
  expect(runs.most).toBe(1);
});

test("reading - an event that comes again while it is worked on is not worked on twice at once", async () => {
  await bench.configure({ ack_wait: 20_000e6, max_deliver: 50 });
  const log: string[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      log.push(`begin ${delivery}`);
      // Before the new ack wait is known: the server takes the event for lost.
      await bench.configure({ ack_wait: 200e6, max_deliver: 50 });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      log.push("end");
      return ack;
    },
  });
  await bench.publish(loggedOut());
  await until(async () => log.includes("end") && (await bench.unsettled()) === 0);
  expect(log).toEqual(["begin 1", "end"]);
});

test("reading - a durable that isn't there is told by its name and its stream's, once, with what to do", async () => {
  const troubles: string[] = [];
  const seen: string[] = [];
  const admin = await bench.nats.connectAs("stream-admin");
  await admin.request(`AUTHJS.CONSUMER.DELETE.${authEvents.name}.${analytics.name}`);
  onTestFinished(() => declareStreams(bench.nats));
  await bench.subscribe(
    {
      "auth.user.logged_out": async ({ id }) => {
        seen.push(id);
        return ack;
      },
    },
    { onTrouble: ({ message }) => void troubles.push(message) },
  );
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(troubles).toEqual([
    "durable analytics of stream auth-events can't be read: consumer not found (404); it is made by `pulumi up`",
  ]);
  await declareStreams(bench.nats);
  const id = await bench.publish(loggedOut());
  await until(() => seen.includes(id));
});

test("reading - a durable that goes while it is read, and servers that are silent, are told alike", async () => {
  const troubles: string[] = [];
  await bench.subscribe(
    { "auth.user.logged_out": async () => ack },
    { onTrouble: ({ message }) => void troubles.push(message) },
  );
  await until(async () => (await bench.unsettled()) === 0);
  const admin = await bench.nats.connectAs("stream-admin");
  onTestFinished(() => declareStreams(bench.nats));
  await admin.request(`AUTHJS.CONSUMER.DELETE.${authEvents.name}.${analytics.name}`);
  await until(() =>
    troubles.some((message) => message.startsWith("durable analytics of stream auth-events can't be read")),
  );
  await declareStreams(bench.nats);
  process.kill(bench.nats.pid, "SIGSTOP");
  try {
    await until(
      () => troubles.some((message) => /(no answer|TIMEOUT).*; it has no leader/.test(message)),
      40,
    );
  } finally {
    process.kill(bench.nats.pid, "SIGCONT");
  }
});
