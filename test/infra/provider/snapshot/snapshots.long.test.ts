import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { authEvents, connectionSettings, consumers, streamBackupUser } from "../../../../stream-config";
import { projectDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";
import { typeScript } from "../../../../tools/lib/typescript";
import { ensureTools, toolPath } from "../../../../tools/toolchain";
import { afterFile } from "../../../support/after-file";
import { headers } from "../../../support/nats-client";
import { type TestNats, temporaryDir } from "../../../support/servers";
import { type Cut, cutting } from "../api/cut";
import type { Recorded, TestEngine, Wire } from "../engine";
import { type LiveProvider, startLiveProvider } from "../live";
import { readStored, type Stored } from "./contents";
import { onlyFolder } from "./provider";

const finished = afterFile();

const stream = "authstack:jetstream:Stream";
const consumer = "authstack:jetstream:Consumer";
const name = authEvents.name;
const declared = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1, maxBytes: "1GB" };
const acknowledgeDataLoss = [`delete ${name}`];

let nats: TestNats;
let engine: TestEngine;
let api: LiveProvider["api"];
let cut: Cut;

beforeAll(async () => {
  await ensureTools(["nats"], console.log);
  ({ nats, engine, api } = await startLiveProvider(finished));
  cut = await cutting(nats.url, finished);
}, 600_000);

beforeEach(async () => {
  await reach(nats.url);
  await api(`STREAM.DELETE.${name}`).catch(() => undefined);
  engine.messages.length = 0;
});

/** Lets the provider use this way to the server. */
function reach(url: string): Promise<void> {
  const { "stream-admin": admin, "stream-backup": backup } = nats.keys.nkeys;
  return engine.configure({ servers: [url], seed: admin!.seed, backupSeed: backup!.seed });
}

/** The standard CLI, as stream-backup. */
function natsCli(...args: string[]): Promise<string> {
  const seed = join(temporaryDir(), "seed");
  writeFileSync(seed, nats.keys.nkeys["stream-backup"]!.seed, { mode: 0o600 });
  const { inboxPrefix } = connectionSettings(streamBackupUser);
  const as = ["--server", nats.url, "--nkey", seed, "--inbox-prefix", inboxPrefix, "--no-context"];
  return run(toolPath("nats"), [...as, ...args], {
    env: { HOME: temporaryDir() },
    explain: (output) => output,
  });
}

/** The stream, its consumers and so many events of that size, whose bytes no compression makes fewer. */
async function filled(count: number, size: number, own: Wire = {}): Promise<Recorded> {
  const created = await engine.up(stream, { ...declared, ...own });
  for (const each of consumers.filter((candidate) => candidate.stream === name)) {
    await engine.up(consumer, { ...each, filterSubjects: [...each.filterSubjects] });
  }
  const jetStream = (await nats.connectAs("auth-service")).jetstream();
  const publish = async (index: number) => {
    const traced = headers();
    traced.append("traceparent", `00-${index}`);
    const subject = index % 2 === 0 ? "auth.user.registered" : "auth.user.logged_in";
    await jetStream.publish(subject, randomBytes(size), {
      headers: traced,
      msgID: `id-${index}`,
      timeout: 60_000,
    });
  };
  for (let index = 0; index < count; index += 256) {
    const batch = Array.from({ length: Math.min(256, count - index) }, (_, offset) =>
      publish(index + offset),
    );
    await Promise.all(batch);
  }
  return created;
}

async function acknowledgeOne(): Promise<void> {
  const jetStream = (await nats.connectAs("analytics")).jetstream({ apiPrefix: "AUTHJS" });
  const message = await (await jetStream.consumers.get(name, "analytics")).next();
  await message?.ackAck();
}

/** All that has to be the same after a restore. */
async function contents(): Promise<{ stored: Stored[]; consumers: Wire[] }> {
  const stored = await readStored(await nats.connectAs("operator"), name);
  const infos = consumers
    .filter((candidate) => candidate.stream === name)
    .map(async (each) => {
      const { config, delivered, ack_floor, num_pending } = await api(`CONSUMER.INFO.${name}.${each.name}`);
      const { stream_seq } = ack_floor as { stream_seq: number };
      const { consumer_seq } = delivered as { consumer_seq: number };
      return { config, stream_seq, consumer_seq, num_pending };
    });
  return { stored, consumers: await Promise.all(infos) };
}

async function messages(): Promise<number> {
  return ((await api(`STREAM.INFO.${name}`)).state as { messages: number }).messages;
}

/** Deletes the stream, which takes a snapshot, and returns its folder. */
async function deleted(created: Recorded, parent: string): Promise<string> {
  await engine.delete(stream, created);
  return onlyFolder(parent);
}

test("nats CLI - restores our snapshot: the same messages, sequences, headers, times and consumers", async () => {
  const parent = temporaryDir();
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: parent };
  const created = await filled(300, 200, own);
  await acknowledgeOne();
  const before = await contents();
  const folder = await deleted(created, parent);
  expect(await natsCli("backup", "validate", folder, "--no-progress")).toContain("300");
  await natsCli("backup", "restore", "stream", folder, "--no-progress");
  expect(await contents()).toEqual(before);
  expect(before.stored).toHaveLength(300);
});

test("nats CLI - its backup is restored by us: the same messages, sequences, headers, times and consumers", async () => {
  await filled(300, 200);
  await acknowledgeOne();
  const before = await contents();
  const folder = join(temporaryDir(), "backup");
  await natsCli("backup", "stream", name, folder, "--no-progress");
  await api(`STREAM.DELETE.${name}`);
  await restoredFrom(folder);
  expect(await contents()).toEqual(before);
  expect(engine.messages.at(-1)).toContain("restored 300 of 300 messages");
});

const hundredMegabytes = [10_000, 10_000] as const;

test("large stream - 100 MB pass through little memory, and come back whole", async () => {
  const own = { deletionPolicy: "delete", acknowledgeDataLoss };
  const created = await filled(1, 100, own);
  const small = await takeApart();
  await filled(...hundredMegabytes, own);
  const large = await takeApart();
  expect(statSync(join(large.folder, "stream.arc.s2")).size).toBeGreaterThan(100_000_000);
  expect(large.maxRss - small.maxRss).toBeLessThan(90_000);
  await expect(restoredFrom(await killedApart())).rejects.toThrow("is not the folder of a complete snapshot");
  const before = await messages();
  await engine.delete(stream, created);
  await restoredFrom(large.folder);
  expect(await messages()).toBe(before);
}, 300_000);

function restoredFrom(folder: string): Promise<Recorded> {
  return engine.up(stream, { ...declared, restoreFrom: folder });
}

/** A snapshot by a process of its own; its memory is in kB. */
async function takeApart(parent = temporaryDir()): Promise<{ folder: string; maxRss: number }> {
  const output = await run(process.execPath, ownProcess(parent), {
    cwd: projectDir,
    env: backupEnvironment(),
  });
  return JSON.parse(output) as { folder: string; maxRss: number };
}

/** What a process leaves that is killed as soon as something of its snapshot is there. */
async function killedApart(parent = temporaryDir()): Promise<string> {
  const env = { ...process.env, ...backupEnvironment() };
  const child = spawn(process.execPath, ownProcess(parent), { cwd: projectDir, env });
  const ended = once(child, "close");
  while (readdirSync(parent).length === 0) await sleep(1);
  child.kill("SIGKILL");
  await ended;
  return onlyFolder(parent);
}

function ownProcess(parent: string): string[] {
  return [...typeScript, join(__dirname, "take-process.ts"), nats.url, name, parent];
}

function backupEnvironment(): Record<string, string> {
  return { BACKUP_SEED: nats.keys.nkeys["stream-backup"]!.seed };
}

test("a connection that is lost while a snapshot is taken - nothing is deleted and no folder is left", async () => {
  const parent = temporaryDir();
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: parent };
  const created = await filled(200, 100_000, own);
  await reach(cut.url);
  cut.after(8_000_000);
  await expect(engine.delete(stream, created)).rejects.toThrow(
    /connection to NATS was lost.*Nothing was changed/,
  );
  expect(readdirSync(parent)).toEqual([]);
  expect(await messages()).toBe(200);
  cut.after(Infinity);
  await deleted(created, parent);
  expect(readdirSync(parent)).toHaveLength(1);
});

test("a `pulumi up` that is cancelled while a snapshot is taken - ends at once and leaves no folder", async () => {
  const parent = temporaryDir();
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: parent };
  const created = await filled(200, 100_000, own);
  const outcome = engine.delete(stream, created).catch(String);
  while (readdirSync(parent).length === 0) await sleep(1);
  await engine.cancel();
  expect(await outcome).toContain("Nothing was changed");
  expect(readdirSync(parent)).toEqual([]);
  expect(await messages()).toBe(200);
});

test("a connection that is lost while a snapshot is restored - the next run makes the stream anew", async () => {
  const parent = temporaryDir();
  const own = { deletionPolicy: "delete", acknowledgeDataLoss, snapshotBeforeDataLoss: parent };
  const folder = await deleted(await filled(200, 100_000, own), parent);
  await reach(cut.url);
  cut.after(8_000_000);
  const restore = () => restoredFrom(folder);
  await expect(restore()).rejects.toThrow(/connection to NATS dropped/);
  cut.after(Infinity);
  await expect.poll(() => restore().then(messages, () => 0), { timeout: 30_000 }).toBe(200);
});

test("a full disk - stops the snapshot, in words, and nothing is left of it", async () => {
  await filled(200, 100_000);
  const disk = temporaryDir();
  const take = `mount -t tmpfs -o size=5m tmpfs ${disk} && ${process.execPath} ${ownProcess(disk).join(" ")} 2>&1`;
  // The disk is there for this shell alone, and goes with it.
  const output = await run("unshare", ["--mount", "sh", "-c", `${take}; echo "left: $(ls -A ${disk})"`], {
    cwd: projectDir,
    env: backupEnvironment(),
  });
  expect(output).toMatch(/can't be written to .*: the disk is full\.\nMake room/);
  expect(output).toMatch(/left:$/);
});
