import type { BenchStack } from "./stack";

const metric = "auth_outbox_lag_seconds";

/** Events published so far, by the upper bound of the time that they took from commit to acknowledgement, in seconds. */
export type LagBuckets = ReadonlyMap<number, number>;

/** Reads the service's own histogram. */
export async function readLag({ adminUrl }: BenchStack): Promise<LagBuckets> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^${metric}_bucket\\{le="([^"]+)"\\} (\\d+)$`, "gm"));
  return new Map(
    [...lines].map(([, bound, count]) => [Number(bound?.replace("+Inf", "Infinity")), Number(count)]),
  );
}

/** The lag in milliseconds that 99 % of the events between two readings did not exceed, as exactly as buckets tell. */
export function p99Between(before: LagBuckets, after: LagBuckets): number {
  const counts = [...after].map(([bound, count]) => ({ bound, count: count - (before.get(bound) ?? 0) }));
  const wanted = 0.99 * (counts.at(-1)?.count ?? 0);
  const index = counts.findIndex(({ count }) => count >= wanted);
  const [below, at] = [counts[index - 1] ?? { bound: 0, count: 0 }, counts[index]];
  if (at === undefined || at.count === below.count) return Number.NaN;
  const share = (wanted - below.count) / (at.count - below.count);
  return (below.bound + share * (at.bound - below.bound)) * 1000;
}
