import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { threadTime } from "../../../../tools/bench/service/process-stat";

const ownName = () => readFileSync("/proc/thread-self/comm", "utf8").trimEnd();

test("thread time - grows by what threads of that name do, in seconds", () => {
  const before = threadTime(process.pid, ownName());
  const started = process.cpuUsage();
  while (process.cpuUsage(started).user < 50_000) {}
  const after = threadTime(process.pid, ownName());
  expect(after.running - before.running).toBeGreaterThan(0.01);
  expect(after.ready).toBeGreaterThanOrEqual(before.ready);
});

test("thread time - is none where no thread has that name", () => {
  expect(threadTime(process.pid, "nobody")).toEqual({ running: 0, ready: 0 });
});
