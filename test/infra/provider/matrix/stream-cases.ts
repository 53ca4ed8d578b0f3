import type { StreamSettings } from "../../../../stream-config";

/** A change of a stream's settings; the settings of both sides beside `subjects` are given in full. */
export interface StreamCase {
  readonly from: StreamSettings;
  readonly to: StreamSettings;
  /** Messages that are left of 40; by default all. */
  readonly left?: number;
  /** A new limit that the stream is within: what it stores decides that nothing is lost. */
  readonly fits?: true;
  /** The messages are 150 ms old when the change is made. */
  readonly aged?: true;
  /** Only a stream with one copy can be so. */
  readonly copies?: 1;
}

/** Changes of one field: between each value and the next, there and back. */
function steps(...values: readonly StreamSettings[]): StreamCase[] {
  return values.slice(1).flatMap((to, index) => {
    const from = values[index]!;
    return [
      { from, to },
      { from: to, to: from },
    ];
  });
}

/** A limit set, lowered beneath what is stored, raised and taken away again. */
function limit(
  name: "maxMessages" | "maxMessagesPerSubject" | "maxBytes",
  [high, low]: readonly [StreamSettings[typeof name], StreamSettings[typeof name]],
  left: number,
  other: StreamSettings = {},
): StreamCase[] {
  const [none, raised, lowered] = [{ ...other }, { ...other, [name]: high }, { ...other, [name]: low }];
  return [
    { from: none, to: raised, fits: true },
    { from: raised, to: none },
    { from: none, to: lowered, left },
    { from: raised, to: lowered, left },
    { from: lowered, to: raised },
    { from: raised, to: { ...raised, description: "the same limit" } },
  ];
}

const briefly = { duplicateWindow: "100ms" };
const transform = { source: "m.a", destination: "m.x" };

/** Every field that any stream can change: raised, lowered, set and unset, where the field has such a thing. */
export const streamCases: readonly StreamCase[] = [
  ...steps({}, { description: "one" }, { description: "two" }),
  ...steps({ subjects: ["m.*"] }, { subjects: ["m.*", "n.*"] }, { subjects: ["n.*"] }),
  ...steps({}, { retention: "workqueue" }),
  ...steps({ retention: "interest" }, { retention: "workqueue" }),
  { from: {}, to: { retention: "interest" }, left: 0 },
  ...steps({}, { storage: "memory" }),
  ...steps({}, { discard: "new" }),
  ...steps(
    { discard: "new", maxMessagesPerSubject: 1_000 },
    { discard: "new", maxMessagesPerSubject: 1_000, discardNewPerSubject: true },
  ),
  ...limit("maxMessages", [1_000, 10], 10),
  ...limit("maxMessages", [1_000, 10], 40, { discard: "new" }),
  ...limit("maxBytes", ["1MB", "1kB"], 7),
  ...limit("maxBytes", ["1MB", "1kB"], 40, { discard: "new" }),
  ...limit("maxMessagesPerSubject", [1_000, 3], 12),
  ...limit("maxMessagesPerSubject", [1_000, 3], 12, { discard: "new" }),
  {
    from: { discard: "new", maxMessagesPerSubject: 1_000, discardNewPerSubject: true },
    to: { discard: "new", maxMessagesPerSubject: 3, discardNewPerSubject: true },
    left: 12,
  },
  { from: {}, to: { maxAge: "7d" }, fits: true },
  { from: { maxAge: "7d" }, to: {} },
  { from: { maxAge: "1d" }, to: { maxAge: "7d" } },
  { from: { maxAge: "7d" }, to: { maxAge: "1d" }, fits: true },
  { from: { ...briefly }, to: { ...briefly, maxAge: "100ms" }, left: 0, aged: true },
  {
    from: { ...briefly, discard: "new" },
    to: { ...briefly, discard: "new", maxAge: "100ms" },
    left: 0,
    aged: true,
  },
  ...steps({}, { maxMessageSize: "1MB" }, { maxMessageSize: "10B" }),
  ...steps({}, { maxConsumers: 10 }, { maxConsumers: 5 }),
  ...steps({ duplicateWindow: "2m" }, { duplicateWindow: "10s" }, { duplicateWindow: "1h" }),
  ...steps({}, { compression: "s2" }),
  ...steps({}, { allowDirect: true }),
  ...steps({}, { denyDelete: true }),
  ...steps({}, { denyPurge: true }),
  ...steps({}, { allowRollup: true }),
  ...steps({}, { allowMessageTtl: true }),
  ...steps(
    { allowMessageTtl: true, allowRollup: true },
    { allowMessageTtl: true, allowRollup: true, deleteMarkerTtl: "1h" },
    { allowMessageTtl: true, allowRollup: true, deleteMarkerTtl: "1m" },
  ),
  ...steps({}, { allowCounter: true }),
  ...steps({}, { allowAtomicPublish: true }),
  ...steps({}, { allowBatchPublish: true }),
  ...steps({ allowRollup: true }, { allowRollup: true, allowSchedules: true }),
  ...steps({}, { persistMode: "async" }).map((row) => ({ ...row, copies: 1 as const })),
  ...steps({}, { noAck: true }),
  ...steps({}, { firstSequence: 1_000 }, { firstSequence: 2_000 }),
  ...steps({}, { metadata: { owner: "one" } }, { metadata: { owner: "two" } }),
  ...steps(
    {},
    { republish: { source: "m.a", destination: "r.a" } },
    { republish: { source: "m.a", destination: "r.b", headersOnly: true } },
  ),
  ...steps({}, { subjectTransform: transform }, { subjectTransform: { ...transform, destination: "m.y" } }),
  ...steps({}, { placement: { tags: ["ssd"] } }, { placement: { cluster: "test" } }),
  { from: {}, to: { mirror: { name: "origin" } } },
  { from: { mirror: { name: "origin" } }, to: {} },
  { from: { mirror: { name: "origin" } }, to: { mirror: { name: "origin", filterSubject: "o.a" } } },
  ...steps(
    {},
    { sources: [{ name: "origin", filterSubject: "o.b" }] },
    { sources: [{ name: "origin", subjectTransforms: [{ source: "o.b", destination: "o.c" }] }] },
    { sources: [{ name: "origin", consumer: { name: "copies", deliverSubject: "copies.origin" } }] },
  ),
  ...steps(
    {},
    { consumerLimits: { inactiveThreshold: "1h", maxAckPending: 10 } },
    { consumerLimits: { maxAckPending: 5 } },
  ),
];

/** Copies of a stream, of which three servers hold up to three. */
export const copyCases: readonly StreamCase[] = [1, 2, 3].flatMap((from) =>
  [1, 2, 3].filter((to) => to !== from).map((to) => ({ from: { replicas: from }, to: { replicas: to } })),
);
