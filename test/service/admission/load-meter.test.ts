import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LoadMeter, nextLimit } from "../../../service/src/admission/load-meter";
import { until } from "../support";

/** The limit after a while in which always the same was seen. */
function settled(utilization: number, answeredPerSecond: number, from = 1_000): number {
  return Array.from({ length: 20 }).reduce<number>(
    (limit) => nextLimit(limit, { utilization, answeredPerSecond }, 1_000),
    from,
  );
}

test("load meter - without reserves as many may be under way as are answered in a quarter of a second", () => {
  expect(settled(1, 800)).toBeCloseTo(200, -1);
  expect(settled(1, 800, 64)).toBeCloseTo(200, -1);
  expect(settled(1, 10)).toBe(64);
  expect(settled(1, 100_000)).toBe(1_000);
});

test("load meter - with reserves there is room for all, whatever the requests wait for", () => {
  expect(settled(0.9, 3, 64)).toBe(1_000);
});

test("load meter - sees an event loop that does nothing but work, and sees it rest", async () => {
  const meter = new LoadMeter(1_000);
  expect(meter.limit).toBe(1_000);
  await until(async () => {
    work(300);
    await sleep(0);
    return meter.limit < 900;
  });
  await until(async () => {
    await sleep(250);
    return meter.limit > 900;
  });
});

/** Keeps the event loop from everything else. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
