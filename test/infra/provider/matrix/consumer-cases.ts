import type { ConsumerSettings } from "../../../../stream-config";

/** A change of a consumer's settings; what is left out has its default. */
export interface ConsumerCase {
  readonly from: ConsumerSettings;
  readonly to: ConsumerSettings;
}

/** Changes of one field: between each value and the next, there and back. */
function steps(...values: readonly ConsumerSettings[]): ConsumerCase[] {
  return values.slice(1).flatMap((to, index) => {
    const from = values[index]!;
    return [
      { from, to },
      { from: to, to: from },
    ];
  });
}

const grouped = { priorityPolicy: "overflow", priorityGroups: ["one"] };

/** Every field but the names: raised, lowered, set and unset, where the field has such a thing. */
export const consumerCases: readonly ConsumerCase[] = [
  ...steps({}, { description: "one" }, { description: "two" }),
  ...steps({}, { filterSubjects: ["m.a"] }, { filterSubjects: ["m.a", "m.b"] }, { filterSubjects: ["m.c"] }),
  ...steps({}, { startFrom: "new" }, { startFrom: "sequence 5" }, { startFrom: "sequence 6" }),
  ...steps({}, { startFrom: "time 2026-01-01T00:00:00Z" }, { startFrom: "time 2026-01-02T00:00:00Z" }),
  ...steps({}, { ackWait: "1m" }, { ackWait: "2m" }),
  ...steps(
    {},
    { ackWait: "1s", backoff: ["1s", "2s"], maxDeliver: 5 },
    { ackWait: "5s", backoff: ["5s"], maxDeliver: 5 },
  ),
  ...steps({}, { maxDeliver: 10 }, { maxDeliver: 1 }),
  ...steps({}, { maxAckPending: 2_000 }, { maxAckPending: 2 }),
  ...steps({}, { maxWaiting: 1_000 }, { maxWaiting: 10 }),
  ...steps({}, { maxBatch: 100 }, { maxBatch: 10 }),
  ...steps({}, { maxExpires: "1m" }, { maxExpires: "10s" }),
  ...steps({}, { maxRequestBytes: "1MB" }, { maxRequestBytes: "1kB" }),
  ...steps({}, { headersOnly: true }),
  ...steps({}, { replayPolicy: "original" }),
  ...steps({}, { sampleFrequency: "30%" }, { sampleFrequency: "100%" }),
  ...steps({}, { inactiveThreshold: "2h" }, { inactiveThreshold: "1h" }),
  ...steps({}, { replicas: 1 }),
  ...steps({}, { memoryStorage: true }),
  ...steps({}, { pauseUntil: "2098-01-01T00:00:00Z" }, { pauseUntil: "2099-01-01T00:00:00Z" }),
  ...steps({}, { pauseUntil: "2020-01-01T00:00:00Z" }),
  ...steps({}, { ...grouped }, { ...grouped, priorityPolicy: "prioritized" }),
  ...steps({ ...grouped }, { ...grouped, priorityGroups: ["two", "three"] }),
  ...steps({ ...grouped }, { ...grouped, priorityTimeout: "1m" }, { ...grouped, priorityTimeout: "5m" }),
  ...steps({}, { metadata: { owner: "one" } }, { metadata: { owner: "two" } }),
];

/** Servers that hold the position of a consumer of a stream with three copies. */
export const copyCases: readonly ConsumerCase[] = steps({}, { replicas: 3 }, { replicas: 1 });
