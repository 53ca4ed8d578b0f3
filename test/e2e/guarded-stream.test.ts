import { beforeAll, expect, test } from "vitest";
import { authEvents } from "../../stream-config";
import { afterFile } from "../support/after-file";
import type { TestNats } from "../support/servers";
import { type GuardedStream, startGuardedStream } from "./support/guarded-stream";

const finished = afterFile();
let nats: TestNats;
let pulumi: GuardedStream["pulumi"];
let up: GuardedStream["up"];
let preview: GuardedStream["preview"];

beforeAll(async () => {
  ({ nats, pulumi, up, preview } = await startGuardedStream("guarded", finished));
  await pulumi(up, { MAX_MESSAGES: "100" });
  const publisher = await nats.connectAs("auth-service");
  for (let count = 0; count < 80; count++) await publisher.jetstream().publish("auth.user.registered", "{}");
});

async function storedMessages(): Promise<number> {
  const admin = await nats.connectAs("stream-admin");
  const info = await admin.request(`AUTHJS.STREAM.INFO.${authEvents.name}`);
  return info.json<{ state: { messages: number } }>().state.messages;
}

const lossy = { MAX_MESSAGES: "50" };
const acknowledgement = "maxMessages 100 -> 50";

test("a lossy change - a preview counts on the live stream what would be lost", async () => {
  const output = await pulumi(preview, lossy);
  expect(output).toContain("30 of its 80 messages");
  expect(output).toContain(`acknowledgeDataLoss: ["${acknowledgement}"]`);
});

test("a lossy change - up stops before anything is lost", async () => {
  await expect(pulumi(up, lossy)).rejects.toThrow(acknowledgement);
  expect(await storedMessages()).toBe(80);
});

test("a lossy change - the acknowledgement of another change does not let it through", async () => {
  await expect(pulumi(up, { ...lossy, ACKNOWLEDGE: "maxMessages 100 -> 60" })).rejects.toThrow(
    acknowledgement,
  );
  expect(await storedMessages()).toBe(80);
});

test("a lossy change - goes through once it is acknowledged, and the acknowledgement allows no other", async () => {
  await pulumi(up, { ...lossy, ACKNOWLEDGE: acknowledgement });
  expect(await storedMessages()).toBe(50);
  await pulumi([...preview, "--expect-no-changes"], { ...lossy, ACKNOWLEDGE: acknowledgement });
  await expect(pulumi(up, { MAX_MESSAGES: "40", ACKNOWLEDGE: acknowledgement })).rejects.toThrow(
    "maxMessages 50 -> 40",
  );
  expect(await storedMessages()).toBe(50);
});

test("a lossy change - once it is made, a preview asks to take the acknowledgement out, until that is done", async () => {
  const made = { MAX_MESSAGES: "50" };
  expect(await pulumi(preview, { ...made, ACKNOWLEDGE: acknowledgement })).toContain("take it out");
  expect(await pulumi(preview, made)).not.toContain("take it out");
});
