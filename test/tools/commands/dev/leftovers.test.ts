import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { identify } from "../../../../tools/cluster/process/identity";
import { recordProcesses, stopLeftovers } from "../../../../tools/commands/dev/leftovers";
import { temporaryDir } from "../../../support/servers";

test("leftovers - what an earlier run left running is stopped, once", async () => {
  const dir = temporaryDir();
  const child = spawn("sleep", ["60"]);
  recordProcesses(dir, [{ pid: child.pid! }]);
  const closed = once(child, "close");
  await stopLeftovers(dir);
  expect(await closed).toEqual([null, "SIGTERM"]);
  await stopLeftovers(dir);
});

test("leftovers - a process that has only the pid of a recorded one is left alone", async () => {
  const dir = temporaryDir();
  const child = spawn("sleep", ["60"]);
  onTestFinished(() => void child.kill());
  const { startTime, ...identity } = identify(child.pid!)!;
  const earlier = { ...identity, startTime: String(Number(startTime) - 1) };
  writeFileSync(join(dir, "processes.json"), JSON.stringify([earlier]));
  await stopLeftovers(dir);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});
