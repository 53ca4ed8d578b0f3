import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { run } from "../../../../../tools/bench/service/driver/load";

test("open load - what waits because an earlier request is slow counts from when it was due", async () => {
  const slow = sleep(200);
  const { count, p50 } = await run({ kind: "open", perSecond: 100, seconds: 0.1 }, () => slow);
  expect(count).toBe(10);
  expect(p50).toBeGreaterThan(90);
});

test("load - requests that fail are counted apart, with what the first one said", async () => {
  const fail = async () => {
    throw new Error("503");
  };
  expect(await run({ kind: "open", perSecond: 50, seconds: 0.1 }, fail)).toMatchObject({
    count: 0,
    failures: 5,
    firstFailure: "503",
  });
});
