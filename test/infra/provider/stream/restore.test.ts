import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { type JetStream, lazyJetStream } from "../../../../infra/provider/api/jetstream";
import { NoQuorumError } from "../../../../infra/provider/errors";
import { streamSnapshots } from "../../../../infra/provider/snapshot";
import type { Servers } from "../../../../infra/provider/stream/declare";
import { createFromSnapshot } from "../../../../infra/provider/stream/restore";
import { afterFile } from "../../../support/after-file";
import { temporaryDir } from "../../../support/servers";
import { testCall } from "../call";
import type { Wire } from "../engine";
import { declared, name, type SnapshotProvider, startSnapshotProvider, token } from "../snapshot/provider";

const finished = afterFile();
let provider: SnapshotProvider;

beforeAll(async () => {
  provider = await startSnapshotProvider(finished);
});

beforeEach(() => provider.reset());

test.each(["stream.arc.s2", "backup.json"])(
  "Restore - a flipped byte in %s is found before anything is sent",
  async (file) => {
    const folder = await provider.deleted();
    const bytes = readFileSync(join(folder, file));
    bytes[40]! ^= 1;
    writeFileSync(join(folder, file), bytes);
    await expect(provider.restore(folder)).rejects.toThrow(
      new RegExp(`is damaged: ${file} has the SHA-256 checksum`),
    );
    await expect(provider.messages()).rejects.toThrow("stream not found");
  },
);

test("Restore - what the server finds damaged leaves no part of a stream", async () => {
  const folder = await provider.deleted();
  const archive = join(folder, "stream.arc.s2");
  writeFileSync(archive, readFileSync(archive).subarray(0, -20));
  rmSync(join(folder, "SHA256SUMS"));
  await expect(provider.restore(folder)).rejects.toThrow(/could not restore stream "auth-events"/);
  await expect(provider.messages()).rejects.toThrow("stream not found");
});

test("Restore - a snapshot without checksums is restored, and that is told", async () => {
  const folder = await provider.deleted();
  rmSync(join(folder, "SHA256SUMS"));
  await provider.restore(folder);
  expect(provider.engine.messages.at(-1)).toContain("which has no checksums");
  expect(await provider.messages()).toBe(4);
});

test("Restore - never touches a stream that is there, but for the very same", async () => {
  const folder = await provider.deleted();
  const restored = await provider.restore(folder);
  expect(await provider.restore(folder)).toEqual(restored);
  await (await provider.nats.connectAs("auth-service")).jetstream().publish("auth.user.registered", "new");
  await expect(provider.restore(folder)).rejects.toThrow(
    /exists already, with 5 messages, .*nothing was restored/,
  );
  expect(await provider.messages()).toBe(5);
});

/** Leaves what a restore has when it is interrupted. */
async function interrupted(folder: string): Promise<void> {
  const { config } = JSON.parse(readFileSync(join(folder, "backup.json"), "utf8")) as { config: Wire };
  const metadata = { "auth-stack.restoring": "some" };
  await provider.api(`STREAM.CREATE.${name}`, { ...config, subjects: [`_RESTORING.${name}`], metadata });
}

test("Restore - a part that an interrupted run left is made anew; meanwhile it took no event", async () => {
  const folder = await provider.deleted();
  await interrupted(folder);
  const early = (await provider.nats.connectAs("auth-service"))
    .jetstream()
    .publish("auth.user.registered", "early");
  await expect(early).rejects.toThrow("503");
  await provider.restore(folder);
  expect((await provider.stored()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  expect((await provider.api(`STREAM.INFO.${name}`)).config).toMatchObject({ subjects: ["auth.user.*"] });
});

test("Restore - a part that an interrupted run left is never taken over as it is", async () => {
  await interrupted(await provider.deleted());
  await expect(provider.engine.up(token, declared)).rejects.toThrow(
    /is what an interrupted restore has left, and was not taken over.*\n.*restoreFrom/,
  );
});

test("Restore - a stream whose last update had no answer is not deleted: it may take messages by now", async () => {
  const restoreFrom = await provider.deleted();
  const { inputs } = await provider.engine.check(token, { ...declared, restoreFrom });
  const call = testCall();
  const restoring = inputs as Parameters<typeof createFromSnapshot>[1];
  await expect(createFromSnapshot(serversWithoutAnswer(), restoring, call)).rejects.toThrow("no answer");
  expect(await provider.messages()).toBe(4);
  await provider.restore(restoreFrom);
  expect((await provider.stored()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
});

/** The servers, where no update of a stream gets an answer. */
function serversWithoutAnswer(): Servers {
  const { url, keys } = provider.nats;
  const [snapshots, jetStream] = [streamSnapshots(), lazyJetStream()];
  snapshots.configure({ servers: [url], backupSeed: keys.nkeys["stream-backup"]!.seed });
  jetStream.configure({ servers: [url], seed: keys.nkeys["stream-admin"]!.seed });
  onTestFinished(() => jetStream.close());
  const request: JetStream["request"] = (call, body) =>
    call.startsWith("STREAM.UPDATE")
      ? Promise.reject(new NoQuorumError("no answer", "again"))
      : jetStream.request(call, body);
  return { jetStream: { request }, snapshots };
}

test("Restore - where the declared limits would delete of it, it needs the acknowledgement", async () => {
  const folder = await provider.deleted();
  await expect(provider.restore(folder, { maxMessages: 3 })).rejects.toThrow(
    'acknowledgeDataLoss: ["maxMessages 100000 -> 3"]',
  );
  await expect(provider.messages()).rejects.toThrow("stream not found");
  await provider.restore(folder, { maxMessages: 3, acknowledgeDataLoss: ["maxMessages 100000 -> 3"] });
  expect(await provider.messages()).toBe(3);
});

test("Restore - what isn't the folder of a snapshot of this stream is refused", async () => {
  const folder = await provider.deleted();
  await expect(provider.restore(temporaryDir())).rejects.toThrow("is not the folder of a complete snapshot");
  await expect(provider.restore(join(folder, "gone"))).rejects.toThrow("there is no such folder");
  const meta = join(folder, "backup.json");
  rmSync(join(folder, "SHA256SUMS"));
  writeFileSync(meta, readFileSync(meta, "utf8").replace('"auth-events"', '"other-events"'));
  await expect(provider.restore(folder)).rejects.toThrow(
    /is of stream "other-events"; it can't become stream "auth-events"/,
  );
});

test("Restore - a path that isn't whole is refused, and one for a stream that exists has no effect", async () => {
  const { failures } = await provider.engine.check(token, { ...declared, restoreFrom: "snapshots" });
  expect(failures).toEqual([expect.stringContaining('restoreFrom: "snapshots" is relative')]);
  const stream = await provider.filled();
  const { inputs } = await provider.engine.check(
    token,
    { ...declared, restoreFrom: "/snapshots" },
    stream.inputs,
  );
  expect(await provider.engine.diff(token, stream, inputs)).toMatchObject({ changes: "none" });
  expect(provider.engine.messages).toEqual([expect.stringContaining("nothing is restored into it")]);
});
