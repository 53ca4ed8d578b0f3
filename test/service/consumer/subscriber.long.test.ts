import { randomUUID } from "node:crypto";
import { headers, type NatsConnection } from "nats";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import {
  ack,
  EventSubscriber,
  HandledInMemory,
  type Handlers,
  nak,
  type SubscriberOptions,
  term,
} from "../../../service/consumer";
import {
  analytics,
  authEvents,
  deadLetters,
  eventIdHeader,
  renderConsumer,
  replayHeader,
  replaySubject,
} from "../../../stream-config";
import client from "../../../stream-config/rendered/clients/analytics.json";
import { afterFile } from "../../support/after-file";
import { declareStreams, startTestNats, type TestNats } from "../../support/servers";
import { until } from "../support";

const finished = afterFile();
let nats: TestNats;
let publisher: NatsConnection;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  await declareStreams(nats);
  publisher = await nats.connectAs("auth-service");
});

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };

/** The body of a valid event of the user, with some of its data replaced. */
function loggedOut(userId: string, change: object = {}): string {
  const data = { userId, sessionId: randomUUID(), timestamp: new Date().toISOString(), ...change };
  return JSON.stringify({ subject: "auth.user.logged_out", data, metadata });
}

async function publish(
  body: string,
  subject = "auth.user.logged_out",
  id: string = randomUUID(),
): Promise<string> {
  const extra = headers();
  extra.set(eventIdHeader, id);
  await publisher.jetstream().publish(subject, body, { msgID: randomUUID(), headers: extra });
  return id;
}

/** Subscribes as analytics; ends after the test. */
async function subscribe(handlers: Handlers, options: Partial<SubscriberOptions> = {}) {
  const connection = await nats.connectAs("analytics");
  const subscriber = new EventSubscriber({ connection, client, handlers, ...options });
  subscriber.start();
  onTestFinished(() => subscriber.stop());
  return subscriber;
}

/** Changes the durable until the test ends. */
async function configure(change: object): Promise<void> {
  const admin = await nats.connectAs("stream-admin");
  const create = `AUTHJS.CONSUMER.CREATE.${authEvents.name}.analytics.auth.user.*`;
  const put = (more: object) => {
    const config = { ...renderConsumer(analytics), ...more };
    return admin.request(create, JSON.stringify({ stream_name: authEvents.name, config }));
  };
  await put(change);
  onTestFinished(async () => void (await put({})));
}

/** The reason of the next message that was given up. */
async function nextReason(): Promise<string> {
  const connection = await nats.connectAs("dead-letters");
  const jetstream = connection.jetstream({ apiPrefix: "AUTHJS" });
  const consumer = await jetstream.consumers.get(deadLetters.stream, deadLetters.name);
  const advisory = await consumer.next({ expires: 10_000 });
  advisory!.ack();
  await connection.drain();
  return advisory!.json<{ reason: string }>().reason;
}

async function unsettled(): Promise<number> {
  const observer = await nats.connectAs("observer");
  const info = await observer.request(`AUTHJS.CONSUMER.INFO.${authEvents.name}.analytics`);
  const { num_pending, num_ack_pending } = info.json<{ num_pending: number; num_ack_pending: number }>();
  await observer.close();
  return num_pending + num_ack_pending;
}

test("subscriber - a handler gets its type of event, checked; other types are acknowledged unseen", async () => {
  const seen: unknown[] = [];
  await subscribe({
    "auth.user.logged_out": async ({ id, type, data, delivery }) => {
      seen.push({ id, type, userId: data.userId, delivery });
      return ack;
    },
  });
  const userId = randomUUID();
  await publish("whatever", "auth.user.registered").catch(() => undefined);
  const other = JSON.stringify({ subject: "auth.user.registered", data: {}, metadata });
  await publish(other, "auth.user.registered");
  const id = await publish(loggedOut(userId, { newField: "of a newer publisher" }));
  await until(async () => (await unsettled()) === 0);
  expect(seen).toEqual([{ id, type: "auth.user.logged_out", userId, delivery: 1 }]);
  expect(await nextReason()).toBe("its body is not JSON");
});

test("subscriber - nak brings the event again, term gives it up with the reason", async () => {
  const deliveries: number[] = [];
  await subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      deliveries.push(delivery);
      return delivery < 3 ? nak(10) : term("three times\nis enough");
    },
  });
  await publish(loggedOut(randomUUID()));
  expect(await nextReason()).toBe("three times is enough");
  expect(deliveries).toEqual([1, 2, 3]);
});

test("subscriber - an error at the last delivery becomes the reason", async () => {
  await configure({ max_deliver: 1 });
  const troubles: string[] = [];
  await subscribe(
    { "auth.user.logged_out": () => Promise.reject(new TypeError("no such template")) },
    { onTrouble: ({ message }) => void troubles.push(message) },
  );
  await publish(loggedOut(randomUUID()));
  expect(await nextReason()).toBe("TypeError: no such template");
  expect(troubles).toEqual(["no such template"]);
});

test("subscriber - a handler that takes too long has failed, and is told so", async () => {
  await configure({ max_deliver: 1 });
  let aborted = false;
  const hang = (_: unknown, signal: AbortSignal) =>
    new Promise<never>(() => signal.addEventListener("abort", () => (aborted = true)));
  await subscribe({ "auth.user.logged_out": hang }, { timeoutMilliseconds: 50 });
  await publish(loggedOut(randomUUID()));
  expect(await nextReason()).toBe("TimeoutError: not done within 50 ms");
  expect(aborted).toBe(true);
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
  await subscribe({ "auth.user.logged_out": async () => ack, "auth.user.logged_in": async () => ack });
  await publish(body());
  expect(await nextReason()).toMatch(reason);
});

test("subscriber - a long handler keeps its event, though the ack wait is shorter", async () => {
  await configure({ ack_wait: 300e6 });
  const deliveries: number[] = [];
  await subscribe({
    "auth.user.logged_out": async ({ delivery }) => {
      deliveries.push(delivery);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return ack;
    },
  });
  await publish(loggedOut(randomUUID()));
  await until(async () => deliveries.length > 0 && (await unsettled()) === 0);
  expect(deliveries).toEqual([1]);
});

test("subscriber - an event that was handled is not handled again, unless it is replayed", async () => {
  const seen: (string | undefined)[] = [];
  await subscribe(
    {
      "auth.user.logged_out": async ({ replay }) => {
        seen.push(replay);
        return ack;
      },
    },
    { handled: new HandledInMemory() },
  );
  const body = loggedOut(randomUUID());
  const id = await publish(body);
  await publish(body, "auth.user.logged_out", id);
  await until(async () => (await unsettled()) === 0);
  const operator = await nats.connectAs("operator");
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
  await subscribe({
    "auth.user.logged_out": async ({ id, data }) => {
      log.push(`begin ${id}`);
      if (data.userId === one) await until(() => log.includes("end other"));
      log.push(`end ${data.userId === one ? id : "other"}`);
      return ack;
    },
  });
  const first = await publish(loggedOut(one));
  const second = await publish(loggedOut(one));
  await publish(loggedOut(other));
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
  const first = await publish(loggedOut(randomUUID()));
  const subscriber = await subscribe(handlers);
  await until(async () => (await unsettled()) === 1);
  await subscriber.stop();
  expect(seen).toEqual([first]);
  const second = await publish(loggedOut(randomUUID()));
  await subscribe(handlers);
  await until(async () => (await unsettled()) === 0);
  expect(seen).toEqual([first, second]);
});

test("subscriber - a restart of the server interrupts, and no event is missed", async () => {
  const seen: string[] = [];
  await subscribe({
    "auth.user.logged_out": async ({ id }) => {
      seen.push(id);
      return ack;
    },
  });
  const before = await publish(loggedOut(randomUUID()));
  await until(async () => seen.length === 1 && (await unsettled()) === 0);
  await nats.stop("SIGKILL");
  await nats.start();
  publisher = await nats.connectAs("auth-service");
  const after = await publish(loggedOut(randomUUID()));
  await until(() => seen.includes(after), 60);
  // The server may not have kept the ack before it was killed.
  expect(new Set(seen)).toEqual(new Set([before, after]));
});
