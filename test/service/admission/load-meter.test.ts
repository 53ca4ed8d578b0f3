import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LoadMeter } from "../../../service/src/admission/load-meter";
import { until } from "../support";

/** Keeps the event loop from everything else. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test("load meter - without reserves fewer may be under way, down to what is answered in time, and all again later", async () => {
  const meter = new LoadMeter(1_000);
  expect(meter.limit).toBe(1_000);
  await sleep(0);
  for (let turn = 0; turn < 8; turn += 1) {
    work(210);
    for (let answered = 0; answered < 100; answered += 1) meter.answered();
    expect(meter.limit).toBeLessThan(1_000);
    await sleep(0);
  }
  expect(meter.limit).toBeGreaterThanOrEqual(64);
  expect(meter.limit).toBeLessThan(200);
  await until(async () => {
    await sleep(250);
    return meter.limit > 900;
  });
});
