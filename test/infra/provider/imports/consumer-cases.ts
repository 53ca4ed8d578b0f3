import { consumerSettings } from "../../../../stream-config";
import { sampledImports } from "./sampled";
import type { ImportCase } from "./stream-cases";

const explicitly = { ack_policy: "explicit" };

function one(path: string, config: object): ImportCase {
  return [path, { ...explicitly, ...config }];
}

/** Values that a program would hardly write. */
const odd: readonly ImportCase[] = [
  one("durable_name", { durable_name: "n€me%{}" }),
  one("durable_name", { durable_name: "both", name: "both" }),
  one("description", { description: "" }),
  one("description", { description: "two\nlines" }),
  one("ack_wait", { ack_wait: 1 }),
  one("ack_wait", { ack_wait: 2n ** 63n - 1n }),
  one("backoff", { backoff: [0, 1, 1_500] }),
  one("backoff", { backoff: [7_000_000_000], ack_wait: 5 }),
  one("max_deliver", { max_deliver: -9 }),
  one("max_deliver", { max_deliver: 1 }),
  one("max_ack_pending", { max_ack_pending: -1 }),
  one("max_ack_pending", { max_ack_pending: 1 }),
  one("max_expires", { max_expires: 1_000_001 }),
  one("max_bytes", { max_bytes: 1 }),
  one("sample_freq", { sample_freq: "+005%" }),
  one("sample_freq", { sample_freq: "1000" }),
  one("sample_freq", { sample_freq: "-0" }),
  one("inactive_threshold", { inactive_threshold: 3_600_000_000_001 }),
  one("num_replicas", { num_replicas: 1 }),
  one("pause_until", { pause_until: "2099-01-01T02:00:00.10+02:00" }),
  one("pause_until", { pause_until: "2020-01-01T00:00:00+00:00" }),
  one("pause_until", { pause_until: "0001-01-01T00:00:00Z" }),
  one("priority_policy", { priority_policy: "none" }),
  one("priority_policy", { priority_policy: "prioritized", priority_groups: ["a/b=c_-"] }),
  one("priority_groups", { priority_policy: "overflow", priority_groups: ["a", "a"] }),
  one("priority_timeout", { priority_policy: "pinned_client", priority_groups: ["a"], priority_timeout: 1 }),
  one("priority_timeout", { priority_policy: "pinned_client", priority_groups: ["a"] }),
  one("metadata", { metadata: { "_nats.own": "kept", "": "empty" } }),
  one("filter_subject", { filter_subject: ">" }),
  one("filter_subject", { filter_subject: "elsewhere" }),
  one("filter_subjects", { filter_subjects: ["m.b", "m.a"] }),
  one("deliver_policy", { deliver_policy: "last" }),
  one("deliver_policy", { deliver_policy: "last_per_subject", filter_subject: "m.*" }),
  one("deliver_policy", { deliver_policy: "new" }),
  one("opt_start_seq", { deliver_policy: "by_start_sequence", opt_start_seq: 2n ** 64n - 1n }),
  one("opt_start_time", {
    deliver_policy: "by_start_time",
    opt_start_time: "2026-01-01T02:00:00.10+02:00",
  }),
];

/** At least one for every field of a durable pull consumer with explicit acks, of a stream "S" that stores `m.*`. */
export const consumerImports: readonly ImportCase[] = [
  ...odd,
  ...sampledImports(consumerSettings, odd).map(([path, config]) => one(path, config)),
];
