import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { headers } from "nats";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { StreamInputs, StreamState } from "../../../../infra/provider/jetstream/stream-fields";
import { remove } from "../../../../infra/provider/jetstream/stream-remove";
import { analytics, authEvents } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { type TestNats, temporaryDir } from "../../../support/servers";
import type { Recorded, TestEngine, Wire } from "../engine";
import { type LiveProvider, startLiveProvider } from "../live";
import { readStored, type Stored } from "./contents";

const finished = afterFile();

const token = "authstack:jetstream:Stream";
const declared = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1 };
const name = declared.name;
const acknowledgeDataLoss = [`delete ${name}`];

let nats: TestNats;
let engine: TestEngine;
let api: LiveProvider["api"];

beforeAll(async () => {
  ({ nats, engine, api } = await startLiveProvider(finished));
});

beforeEach(async () => {
  await api(`STREAM.DELETE.${name}`).catch(() => undefined);
  engine.messages.length = 0;
});

async function messages(): Promise<number> {
  return ((await api(`STREAM.INFO.${name}`)).state as { messages: number }).messages;
}

async function stored(): Promise<Stored[]> {
  return readStored(await nats.connectAs("operator"), name);
}

/** The stream with four events, two of them of one subject. */
async function filled(changes: Wire = {}): Promise<Recorded> {
  const stream = await engine.up(token, { ...declared, ...changes });
  const jetStream = (await nats.connectAs("auth-service")).jetstream();
  for (const [index, event] of ["registered", "logged_in", "logged_out", "logged_in"].entries()) {
    const traced = headers();
    traced.append("traceparent", `00-${index}`);
    await jetStream.publish(`auth.user.${event}`, `{"n":${index}}`, {
      headers: traced,
      msgID: `id-${index}`,
    });
  }
  return stream;
}

/** Takes a snapshot by deleting the stream, and returns its folder. */
async function deleted(): Promise<string> {
  const snapshotBeforeDataLoss = temporaryDir();
  const stream = await filled({ deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss });
  await engine.delete(token, stream);
  const [folder] = readdirSync(snapshotBeforeDataLoss);
  return join(snapshotBeforeDataLoss, folder!);
}

function restore(folder: string, changes: Wire = {}): Promise<Recorded> {
  return engine.up(token, { ...declared, ...changes, restoreFrom: folder });
}

test("Snapshot - deleted and restored, a stream has the same messages and its consumers their positions", async () => {
  const snapshotBeforeDataLoss = temporaryDir();
  const own = {
    maxMessagesPerSubject: 1,
    deletionPolicy: "delete",
    acknowledgeDataLoss,
    snapshotBeforeDataLoss,
  };
  const stream = await filled(own);
  await engine.up("authstack:jetstream:Consumer", {
    ...analytics,
    filterSubjects: [...analytics.filterSubjects],
  });
  const reader = (await nats.connectAs("analytics")).jetstream({ apiPrefix: "AUTHJS" });
  await (await (await reader.consumers.get(name, analytics.name)).next())?.ackAck();
  const [before, position] = [await stored(), await api(`CONSUMER.INFO.${name}.${analytics.name}`)];
  expect(before.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);

  await engine.delete(token, stream);
  await expect(messages()).rejects.toThrow("stream not found");
  const folder = join(snapshotBeforeDataLoss, readdirSync(snapshotBeforeDataLoss)[0]!);
  const restored = await restore(folder, own);

  expect(await stored()).toEqual(before);
  expect(restored.state).toEqual({ ...stream.state, restoreFrom: folder });
  const { delivered, ack_floor, num_pending } = await api(`CONSUMER.INFO.${name}.${analytics.name}`);
  expect({ delivered, ack_floor, num_pending }).toMatchObject({
    ack_floor: { stream_seq: (position.ack_floor as Wire).stream_seq },
    num_pending: 2,
  });
  expect(engine.messages.at(-1)).toContain("restored 3 of 3 messages");
  expect(await engine.read(token, restored.id, restored)).toEqual(restored);
});

test("Snapshot - has the files of `nats backup` with checksums, and its progress is told", async () => {
  const folder = await deleted();
  expect(readdirSync(folder).sort()).toEqual(["SHA256SUMS", "backup.json", "stream.arc.s2"]);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
  expect(JSON.parse(readFileSync(join(folder, "backup.json"), "utf8"))).toMatchObject({
    config: { name, subjects: ["auth.user.*"] },
    state: { messages: 4, first_seq: 1, last_seq: 4 },
  });
  expect(engine.messages).toEqual([
    expect.stringMatching(/snapshot of stream "auth-events": complete, 4 messages in \d+ B, in /),
  ]);
});

test("Snapshot - is taken before an acknowledged change that loses messages, and only then", async () => {
  const snapshotBeforeDataLoss = temporaryDir();
  const stream = await filled({ snapshotBeforeDataLoss });
  const harmless = { ...declared, snapshotBeforeDataLoss, maxMessages: 4 };
  await engine.update(token, stream, (await engine.check(token, harmless, stream.inputs)).inputs);
  expect(readdirSync(snapshotBeforeDataLoss)).toEqual([]);
  const lossy = { ...harmless, maxMessages: 1, acknowledgeDataLoss: ["maxMessages 4 -> 1"] };
  const { inputs } = await engine.check(token, lossy, stream.inputs);
  await engine.diff(token, { ...stream, state: { ...stream.state, maxMessages: 4 } }, inputs);
  expect(engine.messages.at(-1)).toContain(`A snapshot is taken before, into ${snapshotBeforeDataLoss}.`);
  await engine.update(token, stream, inputs);
  expect(await messages()).toBe(1);
  expect(readdirSync(snapshotBeforeDataLoss)).toHaveLength(1);
});

test("Snapshot - what keeps it from being taken stops the change, and leaves no folder", async () => {
  const parent = temporaryDir();
  writeFileSync(join(parent, "file"), "");
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: join(parent, "file") };
  const stream = await filled(own);
  await expect(engine.delete(token, stream)).rejects.toThrow(
    /a file has the name of a folder. Nothing was changed/,
  );
  expect(await messages()).toBe(4);
  expect(readdirSync(parent)).toEqual(["file"]);
});

test("Snapshot - what comes while it is taken is not deleted along", async () => {
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: "/snapshots" };
  const { id, inputs, state } = await filled(own);
  const publisher = (await nats.connectAs("auth-service")).jetstream();
  const take = async () => {
    await publisher.publish("auth.user.registered", "meanwhile");
    return "/snapshots/one";
  };
  const snapshots = { take, restore: () => Promise.reject(new Error("not meant")) };
  const call = { urn: "", inform: () => undefined, warn: () => undefined };
  const servers = { jetStream: { request: api }, snapshots };
  const recorded = { id, inputs: inputs as StreamInputs, state: state as StreamState };
  await expect(remove(servers, recorded, call)).rejects.toThrow("messages came while its snapshot was taken");
  expect(await messages()).toBe(5);
});

test("Snapshot - without the right to take one nothing is deleted", async () => {
  const { "stream-admin": admin, "stream-backup": backup } = nats.keys.nkeys;
  const config = { servers: [nats.url], seed: admin!.seed };
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: temporaryDir() };
  const stream = await filled(own);
  await engine.configure(config);
  onTestFinished(() => engine.configure({ ...config, backupSeed: backup!.seed }));
  await expect(engine.delete(token, stream)).rejects.toThrow(/as the user stream-backup[\s\S]*backupSeed/);
  expect(await messages()).toBe(4);
});

test.each(["stream.arc.s2", "backup.json"])(
  "Restore - a flipped byte in %s is found before anything is sent",
  async (file) => {
    const folder = await deleted();
    const bytes = readFileSync(join(folder, file));
    bytes[40]! ^= 1;
    writeFileSync(join(folder, file), bytes);
    await expect(restore(folder)).rejects.toThrow(new RegExp(`is damaged: ${file} has the SHA-256 checksum`));
    await expect(messages()).rejects.toThrow("stream not found");
  },
);

test("Restore - what the server finds damaged leaves no part of a stream", async () => {
  const folder = await deleted();
  const archive = join(folder, "stream.arc.s2");
  writeFileSync(archive, readFileSync(archive).subarray(0, -20));
  rmSync(join(folder, "SHA256SUMS"));
  await expect(restore(folder)).rejects.toThrow(/could not restore stream "auth-events"/);
  await expect(messages()).rejects.toThrow("stream not found");
});

test("Restore - a snapshot without checksums is restored, and that is told", async () => {
  const folder = await deleted();
  rmSync(join(folder, "SHA256SUMS"));
  await restore(folder);
  expect(engine.messages.at(-1)).toContain("which has no checksums");
  expect(await messages()).toBe(4);
});

test("Restore - never touches a stream that is there, but for the very same", async () => {
  const folder = await deleted();
  const restored = await restore(folder);
  expect(await restore(folder)).toEqual(restored);
  await (await nats.connectAs("auth-service")).jetstream().publish("auth.user.registered", "new");
  await expect(restore(folder)).rejects.toThrow(/exists already, with 5 messages, .*nothing was restored/);
  expect(await messages()).toBe(5);
});

test("Restore - a part that an interrupted run left is made anew; meanwhile it took no event", async () => {
  const folder = await deleted();
  const { config } = JSON.parse(readFileSync(join(folder, "backup.json"), "utf8")) as { config: Wire };
  const metadata = { "auth-stack.restoring": "some" };
  await api(`STREAM.CREATE.${name}`, { ...config, subjects: [`_RESTORING.${name}`], metadata });
  const early = (await nats.connectAs("auth-service")).jetstream().publish("auth.user.registered", "early");
  await expect(early).rejects.toThrow("503");
  await restore(folder);
  expect((await stored()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  expect((await api(`STREAM.INFO.${name}`)).config).toMatchObject({ subjects: ["auth.user.*"] });
});

test("Restore - where the declared limits would delete of it, it needs the acknowledgement", async () => {
  const folder = await deleted();
  await expect(restore(folder, { maxMessages: 3 })).rejects.toThrow(
    'acknowledgeDataLoss: ["maxMessages 100000 -> 3"]',
  );
  await expect(messages()).rejects.toThrow("stream not found");
  await restore(folder, { maxMessages: 3, acknowledgeDataLoss: ["maxMessages 100000 -> 3"] });
  expect(await messages()).toBe(3);
});

test("Restore - what isn't the folder of a snapshot of this stream is refused", async () => {
  const folder = await deleted();
  await expect(restore(temporaryDir())).rejects.toThrow("is not the folder of a complete snapshot");
  await expect(restore(join(folder, "gone"))).rejects.toThrow("there is no such folder");
  const meta = join(folder, "backup.json");
  rmSync(join(folder, "SHA256SUMS"));
  writeFileSync(meta, readFileSync(meta, "utf8").replace('"auth-events"', '"other-events"'));
  await expect(restore(folder)).rejects.toThrow(
    /is of stream "other-events"; it can't become stream "auth-events"/,
  );
});

test("Restore - a path that isn't whole is refused, and one for a stream that exists has no effect", async () => {
  const { failures } = await engine.check(token, { ...declared, restoreFrom: "snapshots" });
  expect(failures).toEqual([expect.stringContaining('restoreFrom: "snapshots" is relative')]);
  const stream = await filled();
  const { inputs } = await engine.check(token, { ...declared, restoreFrom: "/snapshots" }, stream.inputs);
  expect(await engine.diff(token, stream, inputs)).toMatchObject({ changes: "none" });
  expect(engine.messages).toEqual([expect.stringContaining("nothing is restored into it")]);
});
