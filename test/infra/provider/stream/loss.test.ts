import { expect, test } from "vitest";
import { countLosses } from "../../../../infra/provider/stream/loss";
import { authEvents, streamChanges } from "../../../../stream-config";
import type { Recorded, Wire } from "../engine";
import { shareLiveProvider } from "../live";

const provider = shareLiveProvider();

const token = "authstack:jetstream:Stream";
const declared = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1 };

async function messages(): Promise<number> {
  return ((await provider.api("STREAM.INFO.auth-events")).state as { messages: number }).messages;
}

/** The stream with three registrations and one login of 100 bytes each. */
async function filled(changes: Wire = {}): Promise<Recorded> {
  const stream = await provider.engine.up(token, { ...declared, ...changes });
  const connection = await provider.nats.connectAs("auth-service");
  for (const event of ["registered", "registered", "registered", "logged_in"]) {
    await connection.jetstream().publish(`auth.user.${event}`, "x".repeat(100));
  }
  return stream;
}

/** What a preview of the changed stream says, and what the update then does. */
async function change(
  before: Recorded,
  changes: Wire,
): Promise<{ preview: string[]; update: () => unknown }> {
  const { inputs, failures } = await provider.engine.check(token, { ...declared, ...changes }, before.inputs);
  expect(failures).toEqual([]);
  provider.engine.messages.length = 0;
  await provider.engine.diff(token, before, inputs);
  return {
    preview: [...provider.engine.messages],
    update: () => provider.engine.update(token, before, inputs),
  };
}

test.each([
  [{ maxMessages: 1 }, "maxMessages 100000 -> 1", "3 of its 4 messages, about", 1],
  [{ maxBytes: "300B" }, "maxBytes 100MB -> 300B", "about 2 of its 4 messages", 2],
  [{ maxMessagesPerSubject: 1 }, "maxMessagesPerSubject 20000 -> 1", "2 of its 4 messages", 2],
  [{ retention: "interest" }, "retention limits -> interest", "4 of its 4 messages", 0],
])("Stream - %o shows what it deletes, and needs `%s`", async (changes, entry, amount, left) => {
  const before = await filled();
  const { preview, update } = await change(before, changes);
  expect(preview).toEqual([expect.stringContaining(amount)]);
  expect(preview).toEqual([expect.stringContaining(`The update stops unless the stream has`)]);
  await expect(update()).rejects.toThrow(`acknowledgeDataLoss: ["${entry}"]`);
  expect(await messages()).toBe(4);
  const allowed = await change(before, { ...changes, acknowledgeDataLoss: [entry] });
  expect(allowed.preview).toEqual([expect.stringContaining("This is acknowledged.")]);
  await allowed.update();
  expect(await messages()).toBe(left);
});

test("Stream - a shorter maxAge that no message has reached needs no acknowledgement", async () => {
  const before = await filled();
  const { preview, update } = await change(before, { maxAge: "1d" });
  expect(preview).toEqual([expect.stringContaining("now 0 of its 4 messages")]);
  await update();
  expect(await messages()).toBe(4);
});

test.each([
  ["2026-01-02T00:00:00Z", 0, "exactly"],
  ["2026-01-03T00:00:00Z", 3, "up to"],
  ["2026-01-04T00:00:00Z", 4, "exactly"],
] as const)(
  "Stream - what a shorter maxAge deletes is known within bounds: on %s",
  async (now, messages, precision) => {
    const content = {
      messages: 4,
      bytes: 600,
      first_ts: "2026-01-01T12:00:00Z",
      last_ts: "2026-01-02T12:00:00Z",
      consumer_count: 0,
    };
    const changes = streamChanges({ maxAge: "7d" }, { maxAge: "1d" });
    const nothingAsked = { request: () => Promise.reject(new Error("asked")) };
    const [loss] = await countLosses(nothingAsked, "auth-events", content, changes, {}, new Date(now));
    expect(loss).toMatchObject({ messages, precision });
  },
);

test("Stream - a lower limit that nothing is above needs no acknowledgement", async () => {
  const before = await filled();
  const { preview, update } = await change(before, { maxMessages: 4 });
  expect(preview).toEqual([expect.stringContaining("0 of its 4 messages")]);
  await update();
  expect(await messages()).toBe(4);
});

test("Stream - where a full stream refuses new messages a lower limit deletes none", async () => {
  const before = await filled();
  const { preview, update } = await change(before, { discard: "new", maxMessages: 1 });
  expect(preview).toEqual([]);
  await update();
  expect(await messages()).toBe(4);
});

test("Stream - what is above its limits is lost when a stream drops old messages again", async () => {
  const before = await filled({ discard: "new" });
  const above = (await (await change(before, { discard: "new", maxMessages: 1 })).update()) as Recorded;
  const { preview, update } = await change(above, { discard: "old", maxMessages: 1 });
  expect(preview).toEqual([expect.stringContaining("now 3 of its 4 messages")]);
  await expect(update()).rejects.toThrow('acknowledgeDataLoss: ["discard new -> old"]');
  expect(await messages()).toBe(4);
});

test("Stream - an acknowledgement allows its own change only, and needs no update by itself", async () => {
  const before = await filled();
  const acknowledgeDataLoss = ["maxMessages 100000 -> 3"];
  const other = await change(before, { maxMessages: 2, acknowledgeDataLoss });
  await expect(other.update()).rejects.toThrow('acknowledgeDataLoss: ["maxMessages 100000 -> 2"]');
  const { inputs } = await provider.engine.check(token, { ...declared, acknowledgeDataLoss }, before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ changes: "none" });
  const after = (await (await change(before, { maxMessages: 3, acknowledgeDataLoss })).update()) as Recorded;
  expect(await messages()).toBe(3);
  expect(await provider.engine.read(token, after.id, after)).toEqual(after);
  expect((await change(after, { maxMessages: 3, acknowledgeDataLoss })).preview).toEqual([
    expect.stringContaining('acknowledgeDataLoss: ["maxMessages 100000 -> 3"] is for no pending change'),
  ]);
  await expect((await change(after, { maxMessages: 1, acknowledgeDataLoss })).update()).rejects.toThrow(
    'acknowledgeDataLoss: ["maxMessages 3 -> 1"]',
  );
});

test("Stream - what another client raised isn't lowered again while messages depend on it", async () => {
  const before = await filled({ maxMessages: 4 });
  const { config } = (await provider.api("STREAM.INFO.auth-events")) as { config: Wire };
  await provider.api("STREAM.UPDATE.auth-events", { ...config, max_msgs: 10 });
  const connection = await provider.nats.connectAs("auth-service");
  await connection.jetstream().publish("auth.user.registered", "x");
  const found = (await provider.engine.read(token, before.id, before))!;
  const { update } = await change(found, { maxMessages: 4 });
  await expect(update()).rejects.toThrow("maxMessages 10 -> 4");
  expect(await messages()).toBe(5);
});

test("Stream - one with messages is deleted only when that is acknowledged", async () => {
  const stream = await filled({ deletionPolicy: "delete" });
  await expect(provider.engine.delete(token, stream)).rejects.toThrow(
    /holds 4 messages, 599 B[\s\S]*acknowledgeDataLoss: \["delete auth-events"\]/,
  );
  expect(await messages()).toBe(4);
  const inputs = { ...stream.inputs, acknowledgeDataLoss: ["delete auth-events"] };
  await provider.engine.delete(token, { ...stream, inputs });
  await expect(messages()).rejects.toThrow("stream not found");
});

test("Stream - while the server is away a preview says that nothing can be counted", async () => {
  const before = await filled();
  await provider.nats.stop();
  const { preview } = await change(before, { maxMessages: 1 }).finally(() => provider.nats.start());
  expect(preview).toEqual([expect.stringContaining("can't be counted: NATS can't be reached")]);
});

test("Stream - after an acknowledgement was taken out, the record that still has it asks for nothing", async () => {
  const entry = "maxMessages 100 -> 50";
  const before = await provider.engine.up(token, { ...declared, acknowledgeDataLoss: [entry] });
  expect(await provider.engine.refresh(token, before)).toMatchObject({ changes: "none" });
  expect(provider.engine.messages).toEqual([]);
  await provider.engine.diff(token, before, before.inputs);
  expect(provider.engine.messages).toEqual([
    expect.stringContaining("is for no pending change: take it out"),
  ]);
  provider.engine.messages.length = 0;
  const { inputs } = await provider.engine.check(token, declared, before.inputs);
  expect(await provider.engine.diff(token, before, inputs)).toMatchObject({ changes: "none" });
  expect(provider.engine.messages).toEqual([]);
});
