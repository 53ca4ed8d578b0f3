import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { readRecord, recordPath, runningRecord } from "../../../../tools/cluster/process/record";
import type { ProcessSpec } from "../../../../tools/cluster/process/spec";
import { ensureReady, logPath } from "../../../../tools/cluster/process/start";
import { stopProcess, terminate } from "../../../../tools/cluster/process/stop";

const dir = vi.hoisted(() => {
  const path = `${process.env.TMPDIR ?? "/tmp"}/auth-stack-test-process-${process.pid}`;
  process.env.XDG_STATE_HOME = path;
  return path;
});

afterEach(() => stopProcess("etcd"));
afterAll(() => rmSync(dir, { recursive: true }));

const started = () => readRecord("etcd") !== undefined;
const sleeper = (seconds = "60"): ProcessSpec => ({
  name: "etcd",
  command: "/bin/sleep",
  args: [seconds],
  ready: async () => started(),
});

test("cluster process - is started once and left alone while nothing changes", async () => {
  expect(await ensureReady(sleeper())).toBe("changed");
  const first = runningRecord("etcd");
  expect(readFileSync(`/proc/${first?.pid}/cmdline`, "utf8")).toBe("/bin/sleep\x0060\0");
  expect(await ensureReady(sleeper())).toBe("unchanged");
  expect(runningRecord("etcd")).toEqual(first);
});

test("cluster process - other arguments restart it", async () => {
  await ensureReady(sleeper("60"));
  const first = runningRecord("etcd");
  expect(await ensureReady(sleeper("61"))).toBe("changed");
  expect(runningRecord("etcd")?.pid).not.toBe(first?.pid);
});

test("cluster process - a changed configuration file restarts it", async () => {
  const file = join(dir, "config");
  const spec = { ...sleeper(), files: [file] };
  writeFileSync(file, "one");
  await ensureReady(spec);
  writeFileSync(file, "two");
  expect(await ensureReady(spec)).toBe("changed");
});

test("cluster process - one that was killed is started again", async () => {
  await ensureReady(sleeper());
  const first = runningRecord("etcd")!;
  process.kill(first.pid, "SIGKILL");
  await vi.waitUntil(() => runningRecord("etcd") === undefined);
  expect(await ensureReady(sleeper())).toBe("changed");
});

test("cluster process - one that ends at once is an error that quotes and names its log", async () => {
  const spec: ProcessSpec = {
    name: "etcd",
    command: "/bin/sh",
    args: ["-c", "echo no such data folder >&2; exit 1"],
    ready: async () => false,
  };
  await expect(ensureReady(spec)).rejects.toMatchObject({
    name: "UserError",
    message: "etcd ended right after its start: no such data folder",
    log: logPath("etcd"),
  });
});

test("cluster process - one that ignores SIGTERM is killed", async () => {
  const spec: ProcessSpec = {
    name: "etcd",
    command: "/bin/sh",
    args: ["-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"],
    ready: async () => readFileSync(logPath("etcd"), "utf8").includes("ready\n"),
  };
  await ensureReady(spec);
  const record = runningRecord("etcd")!;
  await terminate(record, "etcd", 0.2);
  expect(runningRecord("etcd")).toBeUndefined();
});

test("cluster process - stopping never touches a process that only has the recorded pid", async () => {
  await ensureReady(sleeper());
  const text = readFileSync(recordPath("etcd"), "utf8");
  writeFileSync(recordPath("etcd"), text.replace(/"startTime":"\d+"/, '"startTime":"1"'));
  await stopProcess("etcd");
  const { pid } = JSON.parse(text) as { pid: number };
  // The shell that started it becomes it in a moment.
  await expect.poll(() => readFileSync(`/proc/${pid}/comm`, "utf8"), { timeout: 10_000 }).toBe("sleep\n");
  writeFileSync(recordPath("etcd"), text);
});
