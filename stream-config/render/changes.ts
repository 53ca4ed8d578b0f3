import {
  type Change,
  type ConsumerField,
  type ConsumerSettings,
  consumerChanges,
  type Effect,
  type StreamField,
  type StreamSettings,
  streamChanges,
} from "../changes";
import { code, table } from "./tables";

type Values<Settings> = {
  readonly [Field in keyof Required<Settings>]: readonly [Settings[Field], Settings[Field]];
};

/** Two values of each field, the lower or usual one first. */
const streamValues: Values<StreamSettings> = {
  name: ["orders", "purchases"],
  description: ["one", "two"],
  subjects: [["orders.*"], ["orders.*", "returns.*"]],
  retention: ["interest", "limits"],
  storage: ["file", "memory"],
  discard: ["old", "new"],
  discardNewPerSubject: [false, true],
  maxAge: ["1d", "7d"],
  maxMessages: [50_000, 100_000],
  maxBytes: ["50MB", "100MB"],
  maxMessagesPerSubject: [10, 20],
  maxMessageSize: ["8kB", "64kB"],
  maxConsumers: [5, 10],
  replicas: [1, 3],
  duplicateWindow: ["2m", "10m"],
  compression: ["none", "s2"],
  allowDirect: [false, true],
  denyDelete: [false, true],
  denyPurge: [false, true],
  allowRollup: [false, true],
  allowMessageTtl: [false, true],
  deleteMarkerTtl: ["1m", "1h"],
  allowCounter: [false, true],
  allowAtomicPublish: [false, true],
  allowBatchPublish: [false, true],
  allowSchedules: [false, true],
  persistMode: ["default", "async"],
  sealed: [false, true],
  noAck: [false, true],
  firstSequence: [1, 1_000],
  metadata: [{ owner: "one" }, { owner: "two" }],
  republish: [undefined, { destination: "copy.>" }],
  subjectTransform: [undefined, { destination: "orders.x" }],
  placement: [undefined, { tags: ["ssd"] }],
  mirror: [undefined, { name: "origin" }],
  sources: [undefined, [{ name: "origin" }]],
  consumerLimits: [undefined, { maxAckPending: 100 }],
};

const consumerValues: Values<ConsumerSettings> = {
  stream: ["orders", "returns"],
  name: ["billing", "accounts"],
  description: ["one", "two"],
  filterSubjects: [["orders.paid"], ["orders.*"]],
  startFrom: ["all", "sequence 1042"],
  ackWait: ["30s", "1m"],
  backoff: [undefined, ["1s", "10s"]],
  maxDeliver: [5, 10],
  maxAckPending: [100, 1_000],
  maxWaiting: [512, 1_024],
  maxBatch: [10, 100],
  maxExpires: ["10s", "1m"],
  maxRequestBytes: ["1MB", "2MB"],
  headersOnly: [false, true],
  replayPolicy: ["instant", "original"],
  sampleFrequency: [undefined, "30%"],
  inactiveThreshold: ["1h", "24h"],
  replicas: [1, 3],
  memoryStorage: [false, true],
  pauseUntil: [undefined, "2026-01-31T12:00:00Z"],
  priorityPolicy: ["overflow", "prioritized"],
  priorityGroups: [["one"], ["two"]],
  priorityTimeout: ["1m", "2m"],
  metadata: [{ owner: "one" }, { owner: "two" }],
};

/** Markdown table: what the server does with changes of a stream. */
export function streamChangeTable(): string {
  const changes = Object.entries(streamValues).flatMap(([field, [low, high]]) => [
    streamChanges({ [field as StreamField]: high }, { [field as StreamField]: low }),
    streamChanges({ [field as StreamField]: low }, { [field as StreamField]: high }),
  ]);
  return changeTable([
    ...changes.flat(),
    ...streamChanges({ retention: "limits" }, { retention: "workqueue" }),
    ...streamChanges({ discard: "new", maxMessages: 10 }, { discard: "old", maxMessages: 10 }),
  ]);
}

/** Markdown table: what the server does with changes of a durable consumer. */
export function consumerChangeTable(): string {
  const changes = Object.entries(consumerValues).flatMap(([field, [low, high]]) => [
    consumerChanges({ [field as ConsumerField]: high }, { [field as ConsumerField]: low }),
    consumerChanges({ [field as ConsumerField]: low }, { [field as ConsumerField]: high }),
  ]);
  return changeTable(changes.flat());
}

const words: Readonly<Record<Effect, string>> = {
  losesData: "loses data",
  replacement: "deletes and creates again",
  refused: "refused",
  safe: "safe",
};

/** Worst first; changes with the same effect for the same reason share a row. */
function changeTable(changes: readonly Change[]): string {
  const rows = new Map<string, { change: Change; examples: string[] }>();
  for (const change of changes) {
    const key = `${change.effect} ${change.reason}`;
    const row = rows.get(key) ?? { change, examples: [] };
    rows.set(key, { ...row, examples: [...row.examples, example(change)] });
  }
  const order = Object.keys(words);
  const sorted = [...rows.values()].sort(
    (one, other) => order.indexOf(one.change.effect) - order.indexOf(other.change.effect),
  );
  return table(
    ["class", "what happens", "e.g."],
    sorted.map(({ change, examples }) => [
      words[change.effect],
      change.reason,
      unique(examples).join("<br>"),
    ]),
  );
}

function example({ field, from, to }: Change): string {
  return code(`${field} ${JSON.stringify(from) ?? "none"} → ${JSON.stringify(to) ?? "none"}`);
}

/** A field that is there and back in the same row is named once. */
function unique(examples: readonly string[]): string[] {
  const fields = examples.map((text) => text.slice(1).split(" ")[0]);
  return examples.flatMap((text, index) => {
    if (fields.indexOf(fields[index]) !== index) return [];
    return [fields.lastIndexOf(fields[index]) === index ? text : code(String(fields[index]))];
  });
}
