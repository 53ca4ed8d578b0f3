import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { authEvents } from "../../stream-config";
import { readStored, type Stored } from "../infra/provider/snapshot/contents";
import { afterFile } from "../support/after-file";
import { temporaryDir } from "../support/servers";
import { type GuardedStream, startGuardedStream } from "./support/guarded-stream";

const finished = afterFile();
const snapshots = join(temporaryDir(finished), "snapshots");
const declared = { MAX_MESSAGES: "100", ON_DESTROY: "delete", SNAPSHOTS: snapshots };
const mayGo = { ...declared, ACKNOWLEDGE: `delete ${authEvents.name}` };

let stream: GuardedStream;
let before: Stored[];

beforeAll(async () => {
  stream = await startGuardedStream("snapshots", finished);
  await stream.pulumi(stream.up, mayGo);
  const jetStream = (await stream.nats.connectAs("auth-service")).jetstream();
  for (let count = 0; count < 80; count++) await jetStream.publish("auth.user.registered", `{"n":${count}}`);
  before = await stored();
});

async function stored(): Promise<Stored[]> {
  return readStored(await stream.nats.connectAs("operator"), authEvents.name);
}

/** The folders of the snapshots, oldest first. */
function taken(): string[] {
  return readdirSync(snapshots)
    .sort()
    .map((folder) => join(snapshots, folder));
}

test("snapshot - a deletion that can't take its snapshot does not happen", async () => {
  rmSync(snapshots, { recursive: true, force: true });
  writeFileSync(snapshots, "in its place");
  await expect(stream.pulumi(stream.destroy, mayGo)).rejects.toThrow("Nothing was changed");
  expect(await stored()).toEqual(before);
  rmSync(snapshots);
});

test("snapshot - snapshot, delete, restore gives back identical messages and sequence numbers", async () => {
  const output = await stream.pulumi(stream.destroy, mayGo);
  expect(output).toContain(`snapshot of stream "auth-events": complete, 80 messages`);
  await expect(stored()).rejects.toThrow("503");
  const [folder = ""] = taken();
  expect(await stream.pulumi(stream.up, { ...mayGo, RESTORE_FROM: folder })).toContain(
    "restored 80 of 80 messages",
  );
  expect(await stored()).toEqual(before);
  expect(before).toHaveLength(80);
  await stream.pulumi([...stream.preview, "--expect-no-changes"], mayGo);
});

test("snapshot - is taken before a change that loses messages, as the preview says", async () => {
  const lossy = { ...declared, MAX_MESSAGES: "50", ACKNOWLEDGE: "maxMessages 100 -> 50" };
  expect(await stream.pulumi(stream.preview, lossy)).toContain(
    `A snapshot is taken before, into ${snapshots}`,
  );
  expect(taken()).toHaveLength(1);
  await stream.pulumi(stream.up, lossy);
  expect(await stored()).toEqual(before.slice(30));
  expect(taken()).toHaveLength(2);
});

test("snapshot - a stream that is gone is made from it by `pulumi up --refresh`", async () => {
  const admin = await stream.nats.connectAs("stream-admin");
  await admin.request(`AUTHJS.STREAM.DELETE.${authEvents.name}`);
  const [folder = ""] = taken();
  await stream.pulumi([...stream.up, "--refresh"], { ...mayGo, RESTORE_FROM: folder });
  expect(await stored()).toEqual(before);
});
