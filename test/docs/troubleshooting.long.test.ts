import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { connectionSettings, type UserName, users } from "../../stream-config";
import { projectDir, toolchainBinDir } from "../../tools/lib/paths";
import { afterFile } from "../support/after-file";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../support/servers";

const finished = afterFile();
let nats: TestNats;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  await declareStreams(nats);
  const publisher = await nats.connectAs("auth-service");
  await publisher.jetstream().publish("auth.user.registered", "{}");
});

/** The rows of the table that names this test: a user, and a command of the nats CLI. */
const rows = readFileSync(join(projectDir, "docs/EVENTS.md"), "utf8")
  .split("<!-- tested: test/docs/troubleshooting.long.test.ts -->")[1]!
  .split("\n")
  .map((line) => /^\| .* \| (\S+) +\| `nats (.*)` +\|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, user, command]) => [user as UserName, command!] as const);

test.each(rows)("docs/EVENTS.md - as %s, `nats %s` works", async (name, command) => {
  const { inboxPrefix, apiPrefix } = connectionSettings(users.find((user) => user.name === name)!);
  const seed = join(temporaryDir(), "seed");
  writeFileSync(seed, nats.keys.nkeys[name]!.seed, { mode: 0o600 });
  const args = [...command.split(" "), "--js-api-prefix", apiPrefix, "--inbox-prefix", inboxPrefix];
  const env = { ...process.env, NATS_URL: nats.url, NATS_NKEY: seed, XDG_CONFIG_HOME: temporaryDir() };
  const { stdout } = await promisify(execFile)(join(toolchainBinDir, "nats"), args, { env, timeout: 20_000 });
  expect(stdout).toMatch(/auth-events|acknowledged/i);
});

test("docs/EVENTS.md - the table of commands is there", () => {
  expect(rows).toHaveLength(7);
});
