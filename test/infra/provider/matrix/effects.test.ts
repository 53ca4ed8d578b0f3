import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import {
  type ConsumerSettings,
  consumerChanges,
  encodeConsumer,
  type StreamSettings,
  streamChanges,
  streamSettings,
} from "../../../../stream-config";
import { encodeFields } from "../../../../stream-config/settings/wire";
import { afterFile } from "../../../support/after-file";
import { headers } from "../../../support/nats-client";
import { type OpenServer, startOpenServer } from "./server";

const finished = afterFile();

let server: OpenServer;
let number = 0;

beforeAll(async () => {
  server = await startOpenServer(finished);
});

/** A stream that stores "e1.*", or with the next number, before and after a change, and what was said of that. */
async function changed(from: StreamSettings, to: StreamSettings) {
  number += 1;
  const own = { name: `E${number}`, subjects: [`e${number}.*`] };
  const send = (call: string, settings: StreamSettings) =>
    server.api(`STREAM.${call}.${own.name}`, encodeFields(streamSettings, { ...own, ...settings }));
  expect(await send("CREATE", from)).not.toHaveProperty("error");
  return {
    name: own.name,
    subject: `e${number}.a`,
    words: streamChanges({ ...own, ...from }, { ...own, ...to })
      .map(({ reason }) => reason)
      .join("; "),
    change: async () => expect(await send("UPDATE", to)).not.toHaveProperty("error"),
  };
}

/** Publishes and waits for what the stream says to it. */
async function publish(subject: string, payload = "", own: Readonly<Record<string, string>> = {}) {
  const all = headers();
  for (const [name, value] of Object.entries(own)) all.set(name, value);
  const answer = await server.connection.request(subject, payload, { timeout: 2_000, headers: all });
  return answer.json<{ readonly error?: { readonly description: string }; readonly duplicate?: boolean }>();
}

test("effect - larger messages are refused with an error", async () => {
  const { subject, words, change } = await changed({}, { maxMessageSize: "8B" });
  expect(await publish(subject, "x".repeat(100))).not.toHaveProperty("error");
  await change();
  expect((await publish(subject, "x".repeat(100))).error?.description).toContain("message size exceeds");
  expect(words).toContain("refused with an error");
});

test("effect - a full stream refuses new messages with an error", async () => {
  const { subject, words, change } = await changed({ maxMessages: 1 }, { maxMessages: 1, discard: "new" });
  await publish(subject);
  expect(await publish(subject)).not.toHaveProperty("error");
  await change();
  expect((await publish(subject)).error?.description).toContain("maximum messages exceeded");
  expect(words).toContain("refuses new messages with an error");
});

test("effect - what is sent again after the window is stored twice", async () => {
  const { subject, words, change } = await changed({ duplicateWindow: "1m" }, { duplicateWindow: "100ms" });
  const again = () => publish(subject, "", { "Nats-Msg-Id": "one" });
  await again();
  expect(await again()).toMatchObject({ duplicate: true });
  await change();
  await sleep(300);
  expect(await again()).not.toHaveProperty("duplicate");
  expect(words).toContain("stored twice");
});

test("effect - a publisher waits for an acknowledgement in vain", async () => {
  const { subject, words, change } = await changed({}, { noAck: true });
  await publish(subject);
  await change();
  await expect(publish(subject)).rejects.toThrow();
  expect(words).toContain("times out");
});

test("effect - a sealed stream stores nothing", async () => {
  const closed = { discard: "new", denyDelete: true, denyPurge: true } as const;
  const { subject, words, change } = await changed(closed, { ...closed, sealed: true });
  await publish(subject);
  await change();
  expect((await publish(subject)).error?.description).toContain("sealed");
  expect(words).toContain("publishers get an error");
});

test("effect - what a stream stores no more gets no answer", async () => {
  const { name, subject, change } = await changed({}, {});
  await change();
  await publish(subject);
  const narrowed = { name, subjects: [`${subject}.b`] };
  await server.api(`STREAM.UPDATE.${name}`, encodeFields(streamSettings, narrowed));
  await expect(publish(subject)).rejects.toThrow();
  const [told] = streamChanges({ subjects: [subject] }, { subjects: narrowed.subjects });
  expect(told?.reason).toContain("not stored any more: who waits for an acknowledgement gets an error");
});

test("effect - reads by sequence are not answered any more", async () => {
  const { name, subject, words, change } = await changed({ allowDirect: true }, {});
  await publish(subject, "data");
  const read = () => server.connection.request(`$JS.API.DIRECT.GET.${name}`, JSON.stringify({ seq: 1 }));
  expect((await read()).string()).toBe("data");
  await change();
  await expect(read()).rejects.toThrow();
  expect(words).toContain("are not answered any more");
});

test("effect - a single message can't be deleted, and the stream not be emptied", async () => {
  const { name, subject, words, change } = await changed({}, { denyDelete: true, denyPurge: true });
  await publish(subject);
  await change();
  expect((await server.api(`STREAM.MSG.DELETE.${name}`, { seq: 1 })).error).toBeDefined();
  expect((await server.api(`STREAM.PURGE.${name}`)).error).toBeDefined();
  expect(words).toContain("no message can be deleted by itself");
  expect(words).toContain("can't be emptied any more");
});

test("effect - one message erases all others, where that is allowed", async () => {
  const { name, subject, words, change } = await changed({}, { allowRollup: true });
  for (const leaf of ["", "1", "2"]) await publish(`${subject}${leaf}`);
  await change();
  await publish(subject, "", { "Nats-Rollup": "all" });
  expect((await server.api(`STREAM.INFO.${name}`)).state?.messages).toBe(1);
  expect(words).toContain("erase the whole stream with one message");
});

/** A consumer on a stream of four messages, "c1.a" to "c1.d" or with the next number. */
async function consuming(from: Partial<ConsumerSettings>, to: Partial<ConsumerSettings>) {
  number += 1;
  const stream = `C${number}`;
  const subject = (leaf: string) => `c${number}.${leaf}`;
  await server.api(`STREAM.CREATE.${stream}`, { name: stream, subjects: [subject("*")] });
  for (const leaf of ["a", "b", "c", "d"]) await publish(subject(leaf), leaf);
  const own = (settings: Partial<ConsumerSettings>): ConsumerSettings => ({
    ...settings,
    stream,
    name: "reader",
    ...(settings.filterSubjects && { filterSubjects: settings.filterSubjects.map(subject) }),
  });
  const send = async (settings: Partial<ConsumerSettings>) => {
    const config = encodeConsumer(own(settings));
    const answer = await server.api(`CONSUMER.CREATE.${stream}.reader`, { stream_name: stream, config });
    expect(answer).not.toHaveProperty("error");
  };
  await send(from);
  return {
    words: consumerChanges(own(from), own(to))
      .map(({ reason }) => reason)
      .join("; "),
    send,
    /** The next message, "" where there is none. */
    next: (wait = 300_000_000, batch = 1) =>
      server.connection.request(
        `$JS.API.CONSUMER.MSG.NEXT.${stream}.reader`,
        JSON.stringify({ batch, expires: wait }),
        { noMux: true, timeout: 5_000 },
      ),
  };
}

test("effect - work that takes longer than the ack wait is done twice", async () => {
  const { words, send, next } = await consuming({}, { ackWait: "200ms" });
  await send({ ackWait: "200ms" });
  expect((await next()).string()).toBe("a");
  await sleep(400);
  expect((await next()).string()).toBe("a");
  expect(words).toContain("longer than 200ms is done twice");
});

test("effect - a message that was delivered as often as may be comes no more", async () => {
  const few = { ackWait: "100ms", maxDeliver: 1 } as const;
  const { words, send, next } = await consuming({ ackWait: "100ms" }, few);
  await send(few);
  expect((await next()).string()).toBe("a");
  await sleep(300);
  expect((await next()).string()).toBe("b");
  expect(words).toContain("delivered 1 times without an ack is given up");
});

test("effect - what a narrower filter passes over does not come when it is widened again", async () => {
  const { words, send, next } = await consuming({ filterSubjects: ["*"] }, { filterSubjects: ["d"] });
  await send({ filterSubjects: ["d"] });
  const delivered = await next();
  expect(delivered.string()).toBe("d");
  delivered.respond();
  await send({ filterSubjects: ["*"] });
  expect((await next()).string()).toBe("");
  expect(words).toContain("passed over for good, even if the filter is widened later");
});

test("effect - a paused consumer delivers nothing", async () => {
  const until = "2099-01-01T00:00:00Z";
  const { words, next } = await consuming({}, { pauseUntil: until });
  await server.api(`CONSUMER.PAUSE.C${number}.reader`, { pause_until: until });
  expect((await next()).string()).toBe("");
  expect(words).toContain(`delivers nothing until ${until}`);
});

test("effect - headers alone come without the data", async () => {
  const { words, send, next } = await consuming({}, { headersOnly: true });
  await send({ headersOnly: true });
  const message = await next();
  expect([message.string(), message.headers?.get("Nats-Msg-Size")]).toEqual(["", "1"]);
  expect(words).toContain("headers alone");
});

test("effect - a client that asks for more than may be gets an error", async () => {
  const { words, send, next } = await consuming({}, { maxBatch: 1 });
  await send({ maxBatch: 1 });
  expect((await next(300_000_000, 5)).headers?.code).toBe(409);
  expect(words).toContain("gets an error instead of messages");
});
