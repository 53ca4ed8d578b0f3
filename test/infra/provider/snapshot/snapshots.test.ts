import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { UnreachableError } from "../../../../infra/provider/errors";
import { receiveSnapshot } from "../../../../infra/provider/snapshot/receive";
import { type Servers, updateLive } from "../../../../infra/provider/stream/declare";
import type { StreamInputs } from "../../../../infra/provider/stream/inputs";
import { remove } from "../../../../infra/provider/stream/remove";
import type { StreamState } from "../../../../infra/provider/stream/state";
import { analytics } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { temporaryDir } from "../../../support/servers";
import { testCall } from "../call";
import type { Wire } from "../engine";
import {
  acknowledgeDataLoss,
  declared,
  name,
  onlyFolder,
  type SnapshotProvider,
  startSnapshotProvider,
  token,
} from "./provider";

const finished = afterFile();
let provider: SnapshotProvider;

beforeAll(async () => {
  provider = await startSnapshotProvider(finished);
});

beforeEach(() => provider.reset());

test("Snapshot - deleted and restored, a stream has the same messages and its consumers their positions", async () => {
  const snapshotBeforeDataLoss = temporaryDir();
  const own = {
    maxMessagesPerSubject: 1,
    deletionPolicy: "delete",
    acknowledgeDataLoss,
    snapshotBeforeDataLoss,
  };
  const stream = await provider.filled(own);
  await provider.engine.up("authstack:jetstream:Consumer", {
    ...analytics,
    filterSubjects: [...analytics.filterSubjects],
  });
  const reader = (await provider.nats.connectAs("analytics")).jetstream({ apiPrefix: "AUTHJS" });
  await (await (await reader.consumers.get(name, analytics.name)).next())?.ackAck();
  const [before, position] = [
    await provider.stored(),
    await provider.api(`CONSUMER.INFO.${name}.${analytics.name}`),
  ];
  expect(before.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);

  await provider.engine.delete(token, stream);
  await expect(provider.messages()).rejects.toThrow("stream not found");
  const folder = onlyFolder(snapshotBeforeDataLoss);
  const restored = await provider.restore(folder, own);

  expect(await provider.stored()).toEqual(before);
  expect(restored.state).toEqual({ ...stream.state, restoreFrom: folder });
  const { delivered, ack_floor, num_pending } = await provider.api(`CONSUMER.INFO.${name}.${analytics.name}`);
  expect({ delivered, ack_floor, num_pending }).toMatchObject({
    ack_floor: { stream_seq: (position.ack_floor as Wire).stream_seq },
    num_pending: 2,
  });
  expect(provider.engine.messages.at(-1)).toContain("restored 3 of 3 messages");
  expect(await provider.engine.read(token, restored.id, restored)).toEqual(restored);
});

test("Snapshot - has the files of `nats backup` with checksums, and its progress is told", async () => {
  const folder = await provider.deleted();
  expect(readdirSync(folder).sort()).toEqual(["SHA256SUMS", "backup.json", "stream.arc.s2"]);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
  expect(JSON.parse(readFileSync(join(folder, "backup.json"), "utf8"))).toMatchObject({
    config: { name, subjects: ["auth.user.*"] },
    state: { messages: 4, first_seq: 1, last_seq: 4 },
  });
  expect(provider.engine.messages).toEqual([
    expect.stringMatching(/snapshot of stream "auth-events": complete, 4 messages in \d+ B, in /),
  ]);
});

test("Snapshot - is taken before an acknowledged change that loses messages, and only then", async () => {
  const snapshotBeforeDataLoss = temporaryDir();
  const stream = await provider.filled({ snapshotBeforeDataLoss });
  const harmless = { ...declared, snapshotBeforeDataLoss, maxMessages: 4 };
  const checked = await provider.engine.check(token, harmless, stream.inputs);
  await provider.engine.update(token, stream, checked.inputs);
  expect(readdirSync(snapshotBeforeDataLoss)).toEqual([]);
  const lossy = { ...harmless, maxMessages: 1, acknowledgeDataLoss: ["maxMessages 4 -> 1"] };
  const { inputs } = await provider.engine.check(token, lossy, stream.inputs);
  await provider.engine.diff(token, { ...stream, state: { ...stream.state, maxMessages: 4 } }, inputs);
  expect(provider.engine.messages.at(-1)).toContain(
    `A snapshot is taken before, into ${snapshotBeforeDataLoss}.`,
  );
  await provider.engine.update(token, stream, inputs);
  expect(await provider.messages()).toBe(1);
  expect(readdirSync(snapshotBeforeDataLoss)).toHaveLength(1);
});

test("Snapshot - what keeps it from being taken stops the change, and leaves no folder", async () => {
  const parent = temporaryDir();
  writeFileSync(join(parent, "file"), "");
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: join(parent, "file") };
  const stream = await provider.filled(own);
  await expect(provider.engine.delete(token, stream)).rejects.toThrow(
    /a file has the name of a folder. Nothing was changed/,
  );
  expect(await provider.messages()).toBe(4);
  expect(readdirSync(parent)).toEqual(["file"]);
});

const call = testCall();

/** The servers, where somebody publishes an event while a snapshot is taken. */
async function busyServers(): Promise<Servers> {
  const publisher = (await provider.nats.connectAs("auth-service")).jetstream();
  const take = async () => {
    await publisher.publish("auth.user.registered", "meanwhile");
    return "/snapshots/one";
  };
  const snapshots = { take, restore: () => Promise.reject(new Error("not meant")) };
  return { jetStream: { request: provider.api }, snapshots };
}

test("Snapshot - a connection that ends before the first message is lost like any other", async () => {
  const nats = await provider.nats.connectAs("stream-backup");
  await nats.close();
  const connection = {
    nats,
    apiPrefix: "AUTHJS",
    inboxPrefix: "_INBOX_stream-backup",
    close: () => nats.close(),
  };
  const received = receiveSnapshot(connection, name, async () => undefined);
  await expect(received).rejects.toBeInstanceOf(UnreachableError);
});

test("Snapshot - what comes while it is taken is not deleted along", async () => {
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: "/snapshots" };
  const { id, inputs, state } = await provider.filled(own);
  const recorded = { id, inputs: inputs as StreamInputs, state: state as StreamState };
  await expect(remove(await busyServers(), recorded, call)).rejects.toThrow(
    "was not deleted: messages came while its snapshot was taken",
  );
  expect(await provider.messages()).toBe(5);
});

test("Snapshot - what comes while it is taken is not lost by another retention", async () => {
  const { inputs } = await provider.filled({ snapshotBeforeDataLoss: "/snapshots" });
  const change = { retention: "interest", acknowledgeDataLoss: ["retention limits -> interest"] };
  const lossy = { ...inputs, ...change } as StreamInputs;
  await expect(updateLive(await busyServers(), lossy, call)).rejects.toThrow(
    "was not changed: messages came while its snapshot was taken",
  );
  expect(await provider.messages()).toBe(5);
});

test("Snapshot - what comes while it is taken stays where the oldest messages go", async () => {
  const { inputs } = await provider.filled({ snapshotBeforeDataLoss: "/snapshots" });
  const change = { maxMessages: 2, acknowledgeDataLoss: ["maxMessages 100000 -> 2"] };
  await updateLive(await busyServers(), { ...inputs, ...change } as StreamInputs, call);
  expect((await provider.stored()).map(({ sequence }) => sequence)).toEqual([4, 5]);
});

test("Snapshot - without the right to take one nothing is deleted", async () => {
  const { "stream-admin": admin, "stream-backup": backup } = provider.nats.keys.nkeys;
  const config = { servers: [provider.nats.url], seed: admin!.seed };
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: temporaryDir() };
  const stream = await provider.filled(own);
  await provider.engine.configure(config);
  onTestFinished(() => provider.engine.configure({ ...config, backupSeed: backup!.seed }));
  await expect(provider.engine.delete(token, stream)).rejects.toThrow(
    /as the user stream-backup[\s\S]*backupSeed/,
  );
  expect(await provider.messages()).toBe(4);
});
