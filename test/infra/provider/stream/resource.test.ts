import { expect, onTestFinished, test } from "vitest";
import { authEvents, type UserName } from "../../../../stream-config";
import { type Recorded, unknownValue, type Wire } from "../engine";
import { shareLiveProvider } from "../live";

const provider = shareLiveProvider();

const token = "authstack:jetstream:Stream";
const declared = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1 };

async function liveConfig(): Promise<Wire> {
  return (await provider.api("STREAM.INFO.auth-events")).config as Wire;
}

async function publish(user: UserName, count: number): Promise<void> {
  const connection = await provider.nats.connectAs(user);
  const jetStream = connection.jetstream();
  for (let i = 0; i < count; i++) await jetStream.publish("auth.user.registered", "{}");
}

/** The stream as the contract declares it. */
function up(changes: Wire = {}): Promise<Recorded> {
  return provider.engine.up(token, { ...declared, ...changes });
}

async function check(changes: Wire, before?: Recorded): Promise<{ inputs: Wire; failures: string[] }> {
  return provider.engine.check(token, { ...declared, ...changes }, before?.inputs);
}

test("Stream - is created as declared, under its own name", async () => {
  const { id, state } = await up();
  expect(id).toBe("auth-events");
  expect(state).toMatchObject(declared);
  expect(await liveConfig()).toMatchObject({
    subjects: ["auth.user.*"],
    retention: "limits",
    storage: "file",
    discard: "old",
    max_age: 604_800e9,
    max_msgs: 100_000,
    max_bytes: 100_000_000,
    duplicate_window: 600e9,
    allow_direct: true,
  });
});

test("Stream - the same declaration shows no change, however its limits are written", async () => {
  const before = await up();
  const { inputs } = await check({ maxAge: "168h", maxBytes: "100000kB", duplicateWindow: "600s" }, before);
  expect(inputs).toEqual(before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ changes: "none", fields: {} });
});

test("Stream - a declaration of name and subjects alone matches what the server makes of it", async () => {
  const before = await provider.engine.up(token, { name: "auth-events", subjects: ["auth.user.*"] });
  expect(before.inputs).toMatchObject({ storage: "file", replicas: 1, duplicateWindow: "2m" });
  expect(await provider.engine.diff(token, before, before.inputs)).toMatchObject({ changes: "none" });
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Stream - a change in place keeps every message, and a limit left out goes away", async () => {
  const before = await up();
  await publish("auth-service", 3);
  const { maxMessages: _, ...rest } = declared;
  const { inputs } = await provider.engine.check(token, { ...rest, maxAge: "14d" }, before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toEqual({
    changes: "some",
    fields: { maxAge: "update", maxMessages: "delete" },
    replaces: [],
  });
  const after = await provider.engine.update(token, before, inputs);
  expect(after.state).toMatchObject({ maxAge: "14d" });
  expect(await liveConfig()).toMatchObject({ max_age: 1_209_600e9, max_msgs: -1 });
  expect((await provider.api("STREAM.INFO.auth-events")).state).toMatchObject({ messages: 3 });
});

test("Stream - a refresh finds each change made by another client, and an update mends it", async () => {
  const before = await up();
  const config = await liveConfig();
  const altered = {
    ...config,
    max_msgs: 5,
    description: "",
    allow_rollup_hdrs: true,
    metadata: { owner: "me" },
  };
  await provider.api("STREAM.UPDATE.auth-events", altered);
  const found = (await provider.engine.read(token, before.id, before))!;
  expect(await provider.engine.diff(token, found, before.inputs)).toEqual({
    changes: "some",
    fields: { description: "add", maxMessages: "update", allowRollup: "update", metadata: "delete" },
    replaces: [],
  });
  expect(found.inputs).toMatchObject({ maxMessages: 5, allowRollup: true, metadata: { owner: "me" } });
  await provider.engine.update(token, found, before.inputs);
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Stream - is read back before each preview and update, and stays so", async () => {
  const before = await up();
  expect(before.refreshBeforeUpdate).toBe(true);
  expect((await provider.engine.update(token, before, before.inputs)).refreshBeforeUpdate).toBe(true);
  expect((await provider.engine.read(token, before.id))?.refreshBeforeUpdate).toBe(true);
});

test("Stream - a refresh finds no drift in messages, and that the stream is gone", async () => {
  const before = await up();
  await publish("auth-service", 2);
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
  await provider.api("STREAM.DELETE.auth-events");
  expect(await provider.engine.read(token, before.id, before)).toBeUndefined();
  await expect(provider.engine.update(token, before, before.inputs)).rejects.toThrow("pulumi up --refresh");
});

test("Stream - an imported stream needs no change", async () => {
  const { inputs } = await up();
  const imported = (await provider.engine.read(token, "auth-events"))!;
  expect(imported.inputs).toEqual(inputs);
  const { inputs: again, failures } = await check({}, imported);
  expect(failures).toEqual([]);
  expect(await provider.engine.diff(token, imported, again)).toMatchObject({ changes: "none" });
});

test("Stream - a stream that is there already is adopted with its messages", async () => {
  const first = await up();
  await publish("auth-service", 2);
  expect(await up()).toEqual(first);
  expect(provider.engine.messages).toEqual([]);
  await up({ maxAge: "14d" });
  expect(provider.engine.messages).toEqual([
    expect.stringContaining('adopted; changed: maxAge "7d" → "14d"'),
  ]);
  expect((await provider.api("STREAM.INFO.auth-events")).state).toMatchObject({ messages: 2 });
});

test("Stream - adopting one is refused when that would delete messages", async () => {
  await up();
  await publish("auth-service", 2);
  await expect(up({ maxMessages: 1 })).rejects.toThrow(
    /would delete messages.*maxMessages 100000 → 1[\s\S]*acknowledgeDataLoss/,
  );
  expect((await provider.api("STREAM.INFO.auth-events")).state).toMatchObject({ messages: 2 });
});

test("Stream - a stream of the same name that stores something else isn't adopted", async () => {
  await provider.api("STREAM.CREATE.auth-events", { name: "auth-events", subjects: ["billing.*"] });
  await expect(up()).rejects.toThrow(
    /isn't this one: it stores billing.\*, not auth.user.\*[\s\S]*Choose another name/,
  );
  expect(await liveConfig()).toMatchObject({ subjects: ["billing.*"] });
});

test.each([{ name: "other-events" }, { storage: "memory" }, { retention: "workqueue" }])(
  "Stream - a change that needs another stream is refused: %o",
  async (change) => {
    const before = await up();
    const [field] = Object.keys(change);
    const { failures } = await check(change, before);
    expect(failures).toEqual([expect.stringMatching(new RegExp(`^${field}: .*Declare a second stream`))]);
  },
);

test("Stream - what can't be undone is refused, what can isn't", async () => {
  const before = await up({ denyDelete: true });
  const { failures } = await check({ denyDelete: false }, before);
  expect(failures).toEqual([
    expect.stringContaining("denyDelete: denyDelete true → false: this can't be undone"),
  ]);
  expect((await check({ retention: "interest", denyDelete: true }, before)).failures).toEqual([]);
});

test("Stream - inputs that aren't known yet pass the check and count as changed", async () => {
  const before = await up();
  const { inputs, failures } = await check({ storage: unknownValue, maxAge: unknownValue }, before);
  expect(failures).toEqual([]);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({
    fields: { storage: "update", maxAge: "update" },
  });
});

test("Stream - a preview creates nothing", async () => {
  const { inputs } = await check({});
  const { state } = await provider.engine.create(token, inputs, true);
  expect(state).toMatchObject(declared);
  await expect(liveConfig()).rejects.toThrow("stream not found");
});

test("Stream - is retained with its messages when its resource goes, and says so", async () => {
  const stream = await up();
  await publish("auth-service", 1);
  await provider.engine.delete(token, stream);
  expect(provider.engine.messages).toEqual([
    expect.stringContaining('stream "auth-events" and its messages stay'),
  ]);
  expect((await provider.api("STREAM.INFO.auth-events")).state).toMatchObject({ messages: 1 });
});

test('Stream - is deleted when its policy is "delete", and once is enough', async () => {
  const stream = await up({ deletionPolicy: "delete" });
  await provider.engine.delete(token, stream);
  await expect(liveConfig()).rejects.toThrow("stream not found");
  await provider.engine.delete(token, stream);
});

test("Stream - what the server refuses comes with its reason", async () => {
  await expect(up({ replicas: 3 })).rejects.toThrow("replicas > 1 not supported in non-clustered mode");
});

test("Stream - a stream that this user may not manage is refused", async () => {
  await expect(up({ name: "billing" })).rejects.toThrow(
    /does not let this user call AUTHJS.STREAM.CREATE.billing/,
  );
});

test("Stream - a server that restarts is reached again", async () => {
  const before = await up();
  await provider.nats.stop();
  await provider.nats.start();
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
});

test("Stream - while the server is away a refresh keeps the record and warns, an import fails", async () => {
  const before = await up();
  await provider.nats.stop();
  onTestFinished(() => provider.nats.start());
  expect(await provider.engine.read(token, before.id, before)).toEqual(before);
  expect(provider.engine.messages).toEqual([
    expect.stringMatching(/live state can't be read.*NATS can't be reached/),
  ]);
  await expect(provider.engine.read(token, before.id)).rejects.toThrow("NATS can't be reached");
});
