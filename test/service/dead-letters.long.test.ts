import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { beforeAll, expect, test } from "vitest";
import { readStored, type StoredMessage } from "../../service/consumer/src/stored";
import type { Config } from "../../service/src/config";
import {
  authEvents,
  authEventsDlq,
  authEventsReplay,
  type ConsumerDefinition,
  connectionSettings,
  deadLetterSubject,
  deadLetters,
  eventIdHeader,
  notifications,
  notificationsUser,
  operatorUser,
  renderConsumer,
  renderStream,
  replayOf,
  replaySubject,
} from "../../stream-config";
import { afterFile } from "../support/after-file";
import { headers, type JsMsg, type NatsConnection } from "../support/nats-client";
import { declareStreams } from "../support/servers";
import { startApp, startStack, type TestStack, until } from "./support";

const registered = "auth.user.registered";
const finished = afterFile();

let stack: TestStack;
let publisher: NatsConnection;
let operator: NatsConnection;
let consumer: NatsConnection;
let admin: NatsConnection;
let app: FastifyInstance;

/** What was given up before the service runs: a message that its stream then has no more, and one that it has. */
const early = { id: randomUUID(), sequence: 0, goneSequence: 0 };

beforeAll(async () => {
  stack = await startStack(finished);
  const { nats } = stack;
  publisher = await nats.connectAs("auth-service");
  operator = await nats.connectAs("operator");
  consumer = await nats.connectAs("notifications");
  admin = await nats.connectAs("stream-admin");
  await publish(randomUUID());
  early.goneSequence = await giveUp("no such template");
  await configureStream({ max_msgs: 1 });
  await publish(early.id);
  early.sequence = await giveUp("no such template");
  await configureStream({});
  app = (await startApp(copying(), finished)).app;
});

type Durable = Pick<ConsumerDefinition, "stream" | "name">;

/** The service's configuration, with copying to the dead letters. */
function copying(): Config {
  const { messaging } = stack.config;
  if (messaging.kind === "off") throw new Error("the stack has no NATS");
  const deadLettersSeed = stack.keys.nkeys["dead-letters"]!.seed;
  return { ...stack.config, messaging: { ...messaging, deadLettersSeed } };
}

function configureStream(change: object) {
  const body = JSON.stringify({ ...renderStream(authEvents, 1), ...change });
  return admin.request(`AUTHJS.STREAM.UPDATE.${authEvents.name}`, body);
}

async function publish(id: string): Promise<void> {
  const extra = headers();
  extra.set("traceparent", "00-1");
  await publisher.jetstream().publish(registered, '{"some":"event"}', { msgID: id, headers: extra });
}

/** Terminates the next message and returns its sequence. */
async function giveUp(reason: string, durable?: Durable): Promise<number> {
  const message = await pull(durable);
  message!.term(reason);
  await consumer.flush();
  return message!.seq;
}

/** The next message; null when none comes for a second. */
async function pull({ stream, name }: Durable = notifications): Promise<JsMsg | null> {
  const { apiPrefix } = connectionSettings(notificationsUser);
  const pulled = await consumer.jetstream({ apiPrefix }).consumers.get(stream, name);
  return pulled.next({ expires: 1_000 });
}

/** The dead letters of notifications, oldest first. */
async function letters(): Promise<StoredMessage[]> {
  const { apiPrefix } = connectionSettings(operatorUser);
  const dlq = { connection: operator, apiPrefix, stream: authEventsDlq.name };
  const found: StoredMessage[] = [];
  for (let seq = 1; ; ) {
    const letter = await readStored(dlq, { seq, next_by_subj: deadLetterSubject("notifications") });
    if (letter === undefined) return found;
    found.push(letter);
    seq = letter.sequence + 1;
  }
}

/** The letters about an event, as soon as there is one. */
async function lettersOf(eventId: string): Promise<StoredMessage[]> {
  const found = async () => (await letters()).filter(({ headers }) => headers.get(eventIdHeader) === eventId);
  await until(async () => (await found()).length > 0);
  return found();
}

/** What a letter says about the end of its event. */
function endOf({ headers }: StoredMessage): Record<string, string> {
  const names = headers.keys().filter((name) => name.startsWith("Dead-Letter-"));
  return Object.fromEntries(names.map((name) => [name.slice("Dead-Letter-".length), headers.get(name)]));
}

test("dead letters - what was given up while nobody copied is there later, with its headers and the reason", async () => {
  const [letter] = await lettersOf(early.id);
  expect(Buffer.from(letter!.body).toString()).toBe('{"some":"event"}');
  expect(letter!.headers.get("traceparent")).toBe("00-1");
  expect(endOf(letter!)).toEqual({
    Consumer: "notifications",
    Reason: "no such template",
    Deliveries: "1",
    Time: expect.stringMatching(/^\d{4}-.*Z$/),
    Stream: authEvents.name,
    Sequence: String(early.sequence),
    Subject: registered,
  });
});

test("dead letters - a message that its stream has no more leaves a letter without a body", async () => {
  const found = async () =>
    (await letters()).find((letter) => endOf(letter).Sequence === String(early.goneSequence));
  await until(async () => (await found()) !== undefined);
  const letter = await found();
  expect(letter!.body).toHaveLength(0);
  expect(endOf(letter!).Reason).toBe("no such template; the stream no longer has the message");
});

test("dead letters - a consumer that dies each time without a word loses nothing", async () => {
  const configure = (change: object) => {
    const config = { ...renderConsumer(notifications), ...change };
    const body = JSON.stringify({ stream_name: authEvents.name, config });
    return admin.request(`AUTHJS.CONSUMER.CREATE.${authEvents.name}.notifications.${registered}`, body);
  };
  await configure({ ack_wait: 50e6, max_deliver: 2 });
  const id = randomUUID();
  await publish(id);
  expect((await pull())?.info.deliveryCount).toBe(1);
  expect((await pull())?.info.deliveryCount).toBe(2);
  // Servers tell it when the consumer is pulled from once more.
  expect(await pull()).toBeNull();
  const [letter] = await lettersOf(id);
  expect(endOf(letter!)).toMatchObject({ Reason: "not acknowledged in 2 deliveries", Deliveries: "2" });
  await configure({});
});

test("dead letters - a reason of many lines, and too long, is one line that fits a header", async () => {
  const id = randomUUID();
  await publish(id);
  await giveUp(`at line 1\r\nat line 2${"!".repeat(1_000)}`);
  const [letter] = await lettersOf(id);
  expect(endOf(letter!).Reason).toMatch(/^at line 1 at line 2!{481}$/);
});

test("dead letters - what is given again and fails again is a letter of the same consumer", async () => {
  const id = randomUUID();
  const again = headers();
  again.set(eventIdHeader, id);
  await operator.jetstream().publish(replaySubject("notifications"), "{}", { headers: again });
  await giveUp("still no such template", replayOf(notifications));
  const [letter] = await lettersOf(id);
  expect(endOf(letter!)).toMatchObject({
    Consumer: replayOf(notifications).name,
    Reason: "still no such template",
    Stream: authEventsReplay.name,
  });
});

test("dead letters - advisories that come again make no second letter", async () => {
  const before = await letters();
  const counted = await app.metrics.registry.getSingleMetricAsString("auth_dead_letters_total");
  await admin.request(`AUTHJS.CONSUMER.DELETE.${deadLetters.stream}.${deadLetters.name}`);
  await declareStreams(stack.nats);
  const observer = await stack.nats.connectAs("observer");
  await until(async () => {
    const answer = await observer.request(`AUTHJS.CONSUMER.INFO.${deadLetters.stream}.${deadLetters.name}`);
    const { num_pending, num_ack_pending } = answer.json<Record<string, number>>();
    return num_pending === 0 && num_ack_pending === 0;
  });
  expect(await letters()).toEqual(before);
  expect(await app.metrics.registry.getSingleMetricAsString("auth_dead_letters_total")).toBe(counted);
});
