import { expect, test } from "vitest";
import { type LagBuckets, p99Between } from "../../../../tools/bench/service/lag";

const buckets = (counts: Record<number, number>): LagBuckets =>
  new Map(Object.entries(counts).map(([bound, count]) => [Number(bound), count]));

test("outbox lag - the 99th percentile lies within the bucket that holds it", () => {
  const before = buckets({ 0.01: 0, 0.1: 0, Infinity: 0 });
  const after = buckets({ 0.01: 90, 0.1: 100, Infinity: 100 });
  expect(p99Between(before, after)).toBeCloseTo(91);
});

test("outbox lag - what was there before the first reading does not count", () => {
  const before = buckets({ 0.01: 0, 0.1: 1000, Infinity: 1000 });
  const after = buckets({ 0.01: 100, 0.1: 1100, Infinity: 1100 });
  expect(p99Between(before, after)).toBeLessThanOrEqual(10);
});
