import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { AuthEventType } from "../../../service/src/events";
import { toHeaders } from "../../../service/src/outbox/publisher";
import { parseEntry } from "../../../service/src/outbox/stored-entry";
import { authEvents, type EventDefinition, events, importedApiPrefix, toBytes } from "../../../stream-config";
import { afterFile } from "../../support/after-file";
import type { JetStreamClient, JetStreamManager } from "../../support/nats-client";
import { declareStreams, startTestNats } from "../../support/servers";

const finished = afterFile();
let jetstream: JetStreamClient;
let manager: JetStreamManager;

beforeAll(async () => {
  const nats = await startTestNats({}, finished);
  await declareStreams(nats);
  const options = { checkAPI: false };
  manager = await (await nats.connectAs("stream-admin")).jetstreamManager({
    ...options,
    apiPrefix: importedApiPrefix,
  });
  jetstream = (await nats.connectAs("auth-service")).jetstream();
});

/** Fields at their longest; others are always as long as in the example. */
const longest: Readonly<Record<string, string>> = {
  email: "a".repeat(254),
  name: "\u{1f600}".repeat(100),
  userAgent: "\u00ff".repeat(256),
  ip: "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
  reason: "refresh-token-reused",
};

/** Publishes an event as the relay does, at the largest that it can be. */
async function publishLargest({ subject, schema, example }: EventDefinition): Promise<void> {
  const fields = Object.keys((schema as unknown as { properties: object }).properties);
  const data = Object.fromEntries(
    fields.map((name) => [name, longest[name] ?? (example as Record<string, unknown>)[name]]),
  );
  const metadata = { service: "auth-service", version: "10.10.10", environment: "e".repeat(64) };
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const origin = { traceparent, requestId: "r".repeat(64) };
  const stored = { id: randomUUID(), body: JSON.stringify({ subject, data, metadata }), ...origin };
  const entry = parseEntry("0-0", Object.entries(stored).flat());
  if ("unreadable" in entry) throw new Error("It can be read");
  await jetstream.publish(subject, entry.body, { headers: toHeaders(entry) });
}

test("event types - the largest events that the service has have room beside each other, in messages and in bytes", async () => {
  const types = Object.values<string>(AuthEventType);
  for (const event of events.filter(({ subject }) => types.includes(subject))) await publishLargest(event);
  const { state } = await manager.streams.info(authEvents.name);
  expect(state.messages).toBe(types.length);
  const { maxMessagesPerSubject: limit, maxMessages, maxBytes } = authEvents;
  expect(limit * state.messages).toBeLessThanOrEqual(maxMessages);
  expect(limit * state.bytes).toBeLessThanOrEqual(toBytes(maxBytes));
});

test("event types - one that comes in masses pushes out its own oldest and no other's", async () => {
  const [rare, frequent] = events as readonly EventDefinition[] as [EventDefinition, EventDefinition];
  const { config } = await manager.streams.info(authEvents.name);
  await manager.streams.update(authEvents.name, { ...config, max_msgs_per_subject: 20 });
  await publishLargest(rare);
  for (let time = 0; time < 100; time += 1) await publishLargest(frequent);
  const { state } = await manager.streams.info(authEvents.name, { subjects_filter: ">" });
  expect(state.subjects?.[rare.subject]).toBeGreaterThanOrEqual(1);
  expect(state.subjects?.[frequent.subject]).toBe(20);
});
