import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { authEvents } from "../../stream-config";
import { stackEnvironment } from "../../tools/pulumi";
import { run } from "../../tools/run";
import { toolPath } from "../../tools/toolchain";
import { afterFile } from "../support/after-file";
import { startTestNats, type TestNats } from "../support/servers";
import { target } from "./support/stack";

/** A program with one stream, run by the real pulumi against a server of this test's own. */
const program = join(__dirname, "fixtures/guarded-stream");
const stack = "guarded";
const finished = afterFile();
let nats: TestNats;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  finished(async () => {
    await pulumi(["stack", "rm", "--force", "--yes", "--stack", stack]);
    rmSync(join(program, `Pulumi.${stack}.yaml`), { force: true });
  });
  await pulumi(["stack", "select", "--create", "--stack", stack]);
  await pulumi(up, { MAX_MESSAGES: "100" });
  const publisher = await nats.connectAs("auth-service");
  for (let count = 0; count < 80; count++) await publisher.jetstream().publish("auth.user.registered", "{}");
});

const up = ["up", "--yes", "--skip-preview", "--stack", stack];
const preview = ["preview", "--stack", stack];

/** Runs pulumi on the program; `variables` are its settings. Its failure holds all of its output. */
function pulumi(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
  return run(toolPath("pulumi"), [...args, "--non-interactive", "--color", "never"], {
    cwd: program,
    env: {
      ...stackEnvironment(target),
      NATS_URL: nats.url,
      NATS_SEED: nats.keys.nkeys["stream-admin"]!.seed,
      ...variables,
    },
    explain: (output) => output,
  });
}

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
