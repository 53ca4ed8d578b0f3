import { randomUUID } from "node:crypto";
import { beforeAll, onTestFinished } from "vitest";
import { EventSubscriber, type Handlers, type SubscriberOptions } from "../../../service/consumer/src";
import { analytics, authEvents, deadLetters, eventIdHeader, renderConsumer } from "../../../stream-config";
import client from "../../../stream-config/rendered/clients/analytics.json";
import { afterFile } from "../../support/after-file";
import { headers, type NatsConnection } from "../../support/nats-client";
import { declareStreams, startTestNats, type TestNats } from "../../support/servers";

/** Servers with events for `analytics`, which the tests of a file share, and what they do with them. */
export interface ConsumerBench {
  readonly nats: TestNats;
  /** Publishes as the auth service, on a connection that is renewed by `reconnect`. */
  readonly publish: (body: string, subject?: string, id?: string) => Promise<string>;
  readonly reconnect: () => Promise<void>;
  /** Subscribes as analytics; ends after the test. */
  readonly subscribe: (handlers: Handlers, options?: Partial<SubscriberOptions>) => Promise<EventSubscriber>;
  /** Changes the durable until the test ends. */
  readonly configure: (change: object) => Promise<void>;
  /** The reason of the next message that was given up. */
  readonly nextReason: () => Promise<string>;
  /** Messages of analytics that are not acknowledged, delivered or not. */
  readonly unsettled: () => Promise<number>;
  /** Messages that were given up and not looked at by `nextReason`. */
  readonly givenUp: () => Promise<number>;
}

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };

/** The body of a valid event of the user, with some of its data replaced. */
export function loggedOut(userId: string = randomUUID(), change: object = {}): string {
  const data = { userId, sessionId: randomUUID(), timestamp: new Date().toISOString(), ...change };
  return JSON.stringify({ subject: "auth.user.logged_out", data, metadata });
}

/** Starts the servers before the file's first test. */
export function shareConsumer(): ConsumerBench {
  const bench = {} as ConsumerBench;
  const finished = afterFile();
  beforeAll(async () => {
    const nats = await startTestNats({}, finished);
    await declareStreams(nats);
    Object.assign(bench, await benchOn(nats));
  });
  return bench;
}

async function benchOn(nats: TestNats): Promise<ConsumerBench> {
  let publisher = await nats.connectAs("auth-service");
  return {
    nats,
    publish: (...event) => publish(publisher, ...event),
    reconnect: async () => {
      publisher = await nats.connectAs("auth-service");
    },
    subscribe: (handlers, options) => subscribe(nats, handlers, options),
    configure: (change) => configure(nats, change),
    nextReason: () => nextReason(nats),
    unsettled: () => outstanding(nats, `${authEvents.name}.analytics`),
    givenUp: () => outstanding(nats, `${deadLetters.stream}.${deadLetters.name}`),
  };
}

async function publish(
  publisher: NatsConnection,
  body: string,
  subject = "auth.user.logged_out",
  id: string = randomUUID(),
): Promise<string> {
  const extra = headers();
  extra.set(eventIdHeader, id);
  await publisher.jetstream().publish(subject, body, { msgID: randomUUID(), headers: extra });
  return id;
}

async function subscribe(
  nats: TestNats,
  handlers: Handlers,
  options: Partial<SubscriberOptions> = {},
): Promise<EventSubscriber> {
  const connection = options.connection ?? (await nats.connectAs("analytics"));
  const subscriber = new EventSubscriber({ client, handlers, ...options, connection });
  subscriber.start();
  onTestFinished(() => subscriber.stop());
  return subscriber;
}

async function configure(nats: TestNats, change: object): Promise<void> {
  const admin = await nats.connectAs("stream-admin");
  const create = `AUTHJS.CONSUMER.CREATE.${authEvents.name}.analytics.auth.user.*`;
  const put = async (more: object) => {
    const config = { ...renderConsumer(analytics), ...more };
    const answer = await admin.request(create, JSON.stringify({ stream_name: authEvents.name, config }));
    const { error } = answer.json<{ error?: { description: string } }>();
    if (error !== undefined) throw new Error(error.description);
  };
  await put(change);
  onTestFinished(() => put({}));
}

async function nextReason(nats: TestNats): Promise<string> {
  const connection = await nats.connectAs("dead-letters");
  const jetstream = connection.jetstream({ apiPrefix: "AUTHJS" });
  const consumer = await jetstream.consumers.get(deadLetters.stream, deadLetters.name);
  const advisory = await consumer.next({ expires: 30_000 });
  advisory!.ack();
  await connection.drain();
  return advisory!.json<{ reason: string }>().reason;
}

async function outstanding(nats: TestNats, consumer: string): Promise<number> {
  const observer = await nats.connectAs("observer");
  const info = await observer.request(`AUTHJS.CONSUMER.INFO.${consumer}`);
  const { num_pending, num_ack_pending } = info.json<{ num_pending: number; num_ack_pending: number }>();
  await observer.close();
  return num_pending + num_ack_pending;
}
