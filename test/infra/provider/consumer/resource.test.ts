import { beforeEach, expect, test } from "vitest";
import {
  analytics,
  authEvents,
  consumers as declaredConsumers,
  notifications,
} from "../../../../stream-config";
import { declareStreams } from "../../../support/servers";
import type { Recorded, Wire } from "../engine";
import { shareLiveProvider } from "../live";

const provider = shareLiveProvider();

const token = "authstack:jetstream:Consumer";
const consumers = declaredConsumers.filter(({ stream }) => stream === authEvents.name);
const declared = { ...analytics, filterSubjects: [...analytics.filterSubjects] };

beforeEach(async () => {
  await declareStreams(provider.nats);
  for (const { name } of consumers) await provider.api(`CONSUMER.DELETE.auth-events.${name}`);
});

async function liveConfig(): Promise<Wire> {
  return (await provider.api("CONSUMER.INFO.auth-events.analytics")).config as Wire;
}

/** Changes the live consumer as another client would. */
async function alter(changes: Wire): Promise<void> {
  const config = { ...(await liveConfig()), ...changes };
  await provider.api("CONSUMER.CREATE.auth-events.analytics.auth.user.*", {
    stream_name: "auth-events",
    config,
  });
}

/** The consumer as the contract declares it. */
function up(changes: Wire = {}): Promise<Recorded> {
  return provider.engine.up(token, { ...declared, ...changes });
}

test.each(consumers)(
  "Consumer - $name is created as declared, with the rights of stream-admin",
  async (given) => {
    const consumer = { ...given, filterSubjects: [...given.filterSubjects] };
    const { id, state } = await provider.engine.up(token, consumer);
    expect(id).toBe(`auth-events/${given.name}`);
    expect(state).toMatchObject(consumer);
    const info = await provider.api(`CONSUMER.INFO.auth-events.${given.name}`);
    expect(info.config).toMatchObject({ durable_name: given.name, ack_policy: "explicit", ack_wait: 30e9 });
  },
);

test("Consumer - a read finds what was declared, also by import", async () => {
  const before = await up();
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
  expect(await provider.engine.read(token, before.id)).toEqual(before);
  expect(await provider.engine.diff(token, before, before.inputs)).toMatchObject({ changes: "none" });
});

test("Consumer - what isn't said gets its default", async () => {
  const { stream, name, filterSubjects } = declared;
  const before = await provider.engine.up(token, { stream, name, filterSubjects });
  expect(before.inputs).toMatchObject({ startFrom: "all", ackWait: "30s", maxAckPending: 1_000 });
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Consumer - a change in place keeps its position", async () => {
  const before = await up();
  const publisher = await provider.nats.connectAs("auth-service");
  for (let i = 0; i < 3; i++) await publisher.jetstream().publish("auth.user.registered", "{}");
  const reader = await provider.nats.connectAs("analytics");
  const consumer = await reader.jetstream({ apiPrefix: "AUTHJS" }).consumers.get("auth-events", "analytics");
  await (await consumer.next())?.ackAck();
  const { inputs } = await provider.engine.check(token, { ...declared, ackWait: "1m" }, before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({
    fields: { ackWait: "update" },
    replaces: [],
  });
  await provider.engine.update(token, before, inputs);
  expect(await provider.api("CONSUMER.INFO.auth-events.analytics")).toMatchObject({
    config: { ack_wait: 60e9 },
    ack_floor: { stream_seq: 1 },
    num_pending: 2,
  });
});

test.each([{ startFrom: "new" }, { name: "security-monitor" }])(
  "Consumer - %o needs a replacement, and the preview warns of the lost position",
  async (change) => {
    const before = await up();
    const [field = ""] = Object.keys(change);
    const { inputs } = await provider.engine.check(token, { ...declared, ...change }, before.inputs);
    expect(await provider.engine.diff(token, before, inputs)).toEqual({
      changes: "some",
      fields: { [field]: "update-replace" },
      replaces: [field],
    });
    expect(provider.engine.messages).toEqual([expect.stringContaining("loses its position")]);
  },
);

test("Consumer - a replacement happens only when it is acknowledged", async () => {
  const before = await up();
  const replace = async (acknowledgeDataLoss: string[]) => {
    const given = { ...declared, startFrom: "new", acknowledgeDataLoss };
    const { inputs } = await provider.engine.check(token, given, before.inputs);
    expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ replaces: ["startFrom"] });
    await provider.engine.delete(token, before);
    return provider.engine.create(token, inputs);
  };
  await expect(replace(["startFrom new -> all"])).rejects.toThrow(
    /skips 0[\s\S]*acknowledgeDataLoss: \["startFrom all -> new"\]/,
  );
  expect(await liveConfig()).toMatchObject({ deliver_policy: "all" });
  await replace(["startFrom all -> new"]);
  expect(await liveConfig()).toMatchObject({ deliver_policy: "new" });
});

test("Consumer - an acknowledgement is no change by itself, and a read keeps it", async () => {
  const before = await up();
  const given = { ...declared, acknowledgeDataLoss: ["startFrom all -> new"] };
  const { inputs } = await provider.engine.check(token, given, before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ changes: "none" });
  expect(provider.engine.messages.at(-1)).toContain("is for no pending change: take it out");
  const read = (await provider.engine.read(token, before.id, { ...before, inputs }))!;
  expect(read.inputs).toEqual(inputs);
});

test("Consumer - after an acknowledgement was taken out, the record that still has it asks for nothing", async () => {
  const acknowledged = await up({ acknowledgeDataLoss: ["startFrom all -> new"] });
  expect(await provider.engine.refresh(token, acknowledged)).toMatchObject({ changes: "none" });
  const { inputs } = await provider.engine.check(token, declared, acknowledged.inputs);
  expect(await provider.engine.diff(token, acknowledged, inputs)).toMatchObject({ changes: "none" });
  expect(provider.engine.messages).toEqual([]);
});

test("Consumer - a refresh announces no replacement: what is declared no more stays, however it was altered", async () => {
  const before = await up();
  const live = await liveConfig();
  await provider.api("CONSUMER.DELETE.auth-events.analytics");
  const config = { ...live, deliver_policy: "new" };
  await provider.api(`CONSUMER.CREATE.${before.id.replace("/", ".")}.auth.user.*`, {
    stream_name: "auth-events",
    config,
  });
  expect(await provider.engine.refresh(token, before)).toMatchObject({ replaces: ["startFrom"] });
  expect(provider.engine.messages).toEqual([]);
  await provider.engine.delete(token, before);
  expect(await liveConfig()).toMatchObject({ deliver_policy: "new" });
});

test("Consumer - a refresh finds each change made by another client, and an update mends it", async () => {
  const before = await up();
  await alter({ ack_wait: 5e9, headers_only: true, metadata: { owner: "me" } });
  const found = (await provider.engine.read(token, before.id, before))!;
  expect(await provider.engine.diff(token, found, before.inputs)).toEqual({
    changes: "some",
    fields: { ackWait: "update", headersOnly: "update", metadata: "delete" },
    replaces: [],
  });
  await provider.engine.update(token, found, before.inputs);
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Consumer - is paused, paused for longer, and goes on", async () => {
  let live = await up();
  const change = async (changes: Wire) => {
    const { inputs } = await provider.engine.check(token, { ...declared, ...changes }, live.inputs);
    expect(await provider.engine.diff(token, live, inputs)).toMatchObject({ replaces: [] });
    live = await provider.engine.update(token, live, inputs);
    expect(await provider.engine.read(token, live.id, live)).toEqual(live);
    return (await provider.api("CONSUMER.INFO.auth-events.analytics")).paused ?? false;
  };
  expect(await change({ pauseUntil: "2098-01-01T00:00:00Z" })).toBe(true);
  expect(await change({ pauseUntil: "2099-01-01T00:00:00Z", ackWait: "1m" })).toBe(true);
  expect(await change({})).toBe(false);
});

test("Consumer - a pause by another client is drift, and an update ends it", async () => {
  const before = await up();
  await provider.api("CONSUMER.PAUSE.auth-events.analytics", { pause_until: "2099-01-01T00:00:00Z" });
  const found = (await provider.engine.read(token, before.id, before))!;
  expect(await provider.engine.diff(token, found, before.inputs)).toMatchObject({
    fields: { pauseUntil: "delete" },
  });
  await provider.engine.update(token, found, before.inputs);
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Consumer - one that was made with settings that never change needs a replacement", async () => {
  const config = { durable_name: "analytics", filter_subject: "auth.user.*", ack_policy: "none" };
  await provider.api("CONSUMER.CREATE.auth-events.analytics.auth.user.*", {
    stream_name: "auth-events",
    config,
  });
  const found = (await provider.engine.read(token, "auth-events/analytics"))!;
  const { inputs } = await provider.engine.check(token, declared, found.inputs);
  expect(await provider.engine.diff(token, found, inputs)).toMatchObject({ replaces: ["otherSettings"] });
  await expect(up()).rejects.toThrow(/exists already.*ack policy can not be updated[\s\S]*pulumi import/);
});

test("Consumer - one that is there already is adopted", async () => {
  const first = await up();
  await alter({ ack_wait: 5e9 });
  expect(await up()).toEqual(first);
});

test("Consumer - is retained with its position when its resource goes, says so, and is adopted again", async () => {
  const before = await up();
  await provider.engine.delete(token, before);
  expect(provider.engine.messages).toEqual([
    'consumer "auth-events/analytics" and its position stay on the server (deletionPolicy "retain")',
  ]);
  const { created } = await provider.api("CONSUMER.INFO.auth-events.analytics");
  expect(await up()).toEqual(before);
  expect(await provider.api("CONSUMER.INFO.auth-events.analytics")).toMatchObject({ created });
});

test('Consumer - is deleted when its policy is "delete", also when it or its stream is gone already', async () => {
  const before = await up({ deletionPolicy: "delete" });
  await provider.engine.delete(token, before);
  expect(await provider.engine.read(token, before.id, before)).toBeUndefined();
  expect(provider.engine.messages.at(-1)).toContain('is made again begins with startFrom "all"');
  await provider.engine.delete(token, before);
  await provider.api("STREAM.DELETE.auth-events");
  expect(await provider.engine.read(token, before.id, before)).toBeUndefined();
  await provider.engine.delete(token, before);
});

test("Consumer - a filter beyond its user's rights is refused", async () => {
  const { name, stream } = notifications;
  const wider = provider.engine.up(token, { name, stream, filterSubjects: ["auth.user.*"] });
  await expect(wider).rejects.toThrow(/does not let this user call AUTHJS.CONSUMER.CREATE/);
});

test.each<Wire>([
  { ackWait: "1s", backoff: ["1s", "10s", "1m"], maxDeliver: 10 },
  { maxWaiting: 10, maxBatch: 100, maxExpires: "30s", maxRequestBytes: "1MB" },
  { headersOnly: true, replayPolicy: "original", sampleFrequency: "30%" },
  { inactiveThreshold: "24h", replicas: 1, memoryStorage: true, metadata: { owner: "me" } },
  { startFrom: "sequence 58" },
  { startFrom: "time 2026-01-31T12:00:00Z" },
  { startFrom: "time 2026-01-31T12:00:00.500Z" },
  { pauseUntil: "2099-01-31T12:00:00Z" },
  { pauseUntil: "2020-01-31T12:00:00.250Z" },
  { priorityPolicy: "pinned_client", priorityGroups: ["blue", "green"] },
  { priorityPolicy: "overflow", priorityGroups: ["blue"] },
])("Consumer - is created with %o, and shows no change afterwards", async (changes) => {
  const created = await up(changes);
  expect(created.state).toEqual(created.inputs);
  expect(await provider.engine.read(token, created.id, created)).toEqual(created);
  expect(await provider.engine.diff(token, created, created.inputs)).toMatchObject({ changes: "none" });
});

test("Consumer - a threshold that may delete it needs to be acknowledged", async () => {
  const before = await up();
  const update = async (changes: Wire) => {
    const { inputs } = await provider.engine.check(token, { ...declared, ...changes }, before.inputs);
    expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ replaces: [] });
    return provider.engine.update(token, before, inputs);
  };
  const entry = "inactiveThreshold none -> 1h";
  await expect(update({ inactiveThreshold: "1h" })).rejects.toThrow(`acknowledgeDataLoss: ["${entry}"]`);
  expect(await liveConfig()).not.toHaveProperty("inactive_threshold");
  await update({ inactiveThreshold: "1h", acknowledgeDataLoss: [entry] });
  expect(await liveConfig()).toMatchObject({ inactive_threshold: 3_600e9 });
});
