import { expect, test } from "vitest";
import { Backoff } from "../../../service/src/outbox/backoff";

test("backoff - waits double from 100 ms to 5 s, by up to a quarter less, and begin anew after a success", () => {
  const backoff = new Backoff();
  const full = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];
  for (let round = 0; round < 2; round += 1) {
    for (const longest of full) {
      const wait = backoff.next();
      expect(wait).toBeLessThanOrEqual(longest);
      expect(wait).toBeGreaterThan(longest * 0.75 - 1);
    }
    backoff.reset();
  }
});
