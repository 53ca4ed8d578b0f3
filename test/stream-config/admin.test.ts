import { beforeEach, expect, test } from "vitest";
import { authEvents, notifications, renderConsumer, renderStream } from "../../stream-config";
import type { NatsConnection } from "../support/nats-client";
import { declareStreams, startTestNats } from "../support/servers";

const registered = "auth.user.registered";
const inbox = "_INBOX_stream-admin.own";

let admin: NatsConnection;
let publisher: NatsConnection;

beforeEach(async () => {
  const nats = await startTestNats();
  await declareStreams(nats);
  admin = await nats.connectAs("stream-admin");
  publisher = await nats.connectAs("auth-service");
});

/** Publishes an event, and lets whatever the server does with it come to the admin. */
async function publishAndSettle(): Promise<void> {
  await publisher.jetstream().publish(registered, "{}");
  await admin.request(`AUTHJS.STREAM.INFO.${authEvents.name}`);
  await admin.flush();
}

/** Makes the consumer `notifications` anew, as one that pushes to the subject. */
async function createPush(subject: string): Promise<unknown> {
  const { stream, name } = notifications;
  await admin.request(`AUTHJS.CONSUMER.DELETE.${stream}.${name}`);
  const config = { ...renderConsumer(notifications), deliver_subject: subject };
  const body = JSON.stringify({ stream_name: stream, config });
  return (await admin.request(`AUTHJS.CONSUMER.CREATE.${stream}.${name}.${registered}`, body)).json();
}

test("stream-admin - a consumer that pushes to its own inbox brings it no message", async () => {
  const stolen = admin.subscribe(inbox);
  expect(await createPush(inbox)).not.toHaveProperty("error");
  await publishAndSettle();
  const info = await admin.request(`AUTHJS.CONSUMER.INFO.${authEvents.name}.${notifications.name}`);
  expect(info.json()).toMatchObject({ delivered: { consumer_seq: 0 }, num_pending: 1 });
  expect(stolen.getReceived()).toBe(0);
});

test("stream-admin - a stream that republishes to its own inbox brings it no message", async () => {
  const stolen = admin.subscribe(`${inbox}.>`);
  const config = { ...renderStream(authEvents, 1), republish: { src: ">", dest: `${inbox}.>` } };
  const answer = await admin.request(`AUTHJS.STREAM.UPDATE.${authEvents.name}`, JSON.stringify(config));
  expect(answer.json()).not.toHaveProperty("error");
  await publishAndSettle();
  expect(stolen.getReceived()).toBe(0);
});

test("stream-admin - no consumer can push into the stream", async () => {
  expect(await createPush(registered)).toMatchObject({
    error: { description: expect.stringMatching(/cycle/) },
  });
});
