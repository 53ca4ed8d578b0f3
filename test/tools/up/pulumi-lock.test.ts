import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { releaseDeadLocks } from "../../../tools/up/pulumi-lock";
import { temporaryDir } from "../../support/servers";

function writeLock(backend: string, lock: object): string {
  const file = join(backend, ".pulumi/locks/organization/auth-stack/local/lock.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(lock));
  return file;
}

const deadPid = spawnSync("true").pid;

test("pulumi's lock - of a process that has ended is removed", () => {
  const backend = temporaryDir();
  const file = writeLock(backend, { pid: deadPid, hostname: hostname() });
  releaseDeadLocks(backend);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["a living process", { pid: process.pid, hostname: hostname() }],
  ["another machine", { pid: deadPid, hostname: "elsewhere" }],
])("pulumi's lock - of %s stays", (_whose, lock) => {
  const backend = temporaryDir();
  const file = writeLock(backend, lock);
  releaseDeadLocks(backend);
  expect(existsSync(file)).toBe(true);
});

test("pulumi's lock - a backend that has never been used has none", () => {
  expect(() => releaseDeadLocks(temporaryDir())).not.toThrow();
});
