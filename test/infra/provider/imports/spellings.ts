import type { Wire } from "../engine";

/** Inputs of a program by the field that they write in another way than it is read back. */
export type Spellings = Readonly<Record<string, readonly Wire[]>>;

/** Flags have two values and no other spelling; `false` is the same as nothing. */
function flags(...names: readonly string[]): Spellings {
  return Object.fromEntries(names.map((name) => [name, [{ [name]: false }]]));
}

const source = {
  name: "elsewhere",
  startSequence: 0,
  filterSubject: "",
  subjectTransforms: [],
  external: {},
};
const sources: readonly Wire[] = [
  source,
  { name: "elsewhere", startTime: "2026-01-01T02:00:00.100+02:00" },
  { name: "elsewhere", startTime: "2026-01-01T00:00:00.000Z", external: { api: "", deliver: "" } },
  { name: "elsewhere", startTime: "2026-01-01T00:00:00-00:00", external: { api: "A.API", deliver: "" } },
  { name: "elsewhere", filterSubject: ">" },
  { name: "elsewhere", subjectTransforms: [{ source: ">", destination: "" }] },
  { name: "elsewhere", subjectTransforms: [{ source: "x", destination: "" }] },
];

/** Every field of a Stream. */
export const streamSpellings: Spellings = {
  ...flags(
    "discardNewPerSubject",
    "allowDirect",
    "denyDelete",
    "denyPurge",
    "allowRollup",
    "allowMessageTtl",
  ),
  ...flags("allowCounter", "allowAtomicPublish", "allowBatchPublish", "allowSchedules", "sealed", "noAck"),
  name: [{}],
  description: [{ description: "" }],
  subjects: [{ subjects: [], sources: [{ name: "elsewhere" }] }],
  retention: [{ retention: "limits" }],
  storage: [{ storage: "file" }],
  discard: [{ discard: "old" }],
  maxAge: [
    { maxAge: "0s" },
    { maxAge: "0d" },
    { maxAge: "168h" },
    { maxAge: "100000001ns" },
    { maxAge: "007d" },
  ],
  maxMessages: [{ maxMessages: 0 }, { maxMessages: -1 }, { maxMessages: 2 ** 63 }],
  maxBytes: [{ maxBytes: "0B" }, { maxBytes: "100000kB" }, { maxBytes: "1000001B" }],
  maxMessagesPerSubject: [{ maxMessagesPerSubject: 0 }, { maxMessagesPerSubject: -1 }],
  maxMessageSize: [{ maxMessageSize: "0GB" }, { maxMessageSize: "1000B" }],
  maxConsumers: [{ maxConsumers: 0 }, { maxConsumers: -1 }],
  replicas: [{ replicas: 0 }, { replicas: 1 }],
  duplicateWindow: [
    { duplicateWindow: "0s" },
    { duplicateWindow: "120s" },
    { duplicateWindow: "0s", maxAge: "90s" },
  ],
  compression: [{ compression: "none" }],
  deleteMarkerTtl: [{ deleteMarkerTtl: "0s" }, { deleteMarkerTtl: "3600s" }],
  persistMode: [{ persistMode: "default" }],
  firstSequence: [{ firstSequence: 0 }, { firstSequence: 1 }],
  metadata: [
    { metadata: {} },
    { metadata: { "_nats.ver": "1", "_nats.level": "1", "_nats.req.level": "1" } },
    { metadata: { "_nats.own": "kept", owner: "" } },
  ],
  republish: [
    { republish: {} },
    { republish: { source: ">", destination: "copy.>", headersOnly: false } },
    { republish: { source: "", destination: "copy.>" } },
  ],
  subjectTransform: [
    { subjectTransform: {} },
    { subjectTransform: { source: "", destination: "" } },
    { subjectTransform: { source: ">", destination: "s.>" } },
    { subjectTransform: { source: "s.*" } },
  ],
  placement: [
    { placement: {} },
    { placement: { cluster: "", tags: [] } },
    { placement: { cluster: "elsewhere", tags: [] } },
  ],
  mirror: sources.map((mirror) => ({ subjects: null, mirror })),
  sources: [{ sources: [] }, ...sources.map((one) => ({ sources: [one] }))],
  consumerLimits: [
    { consumerLimits: {} },
    { consumerLimits: { inactiveThreshold: "0s", maxAckPending: 0 } },
    { consumerLimits: { inactiveThreshold: "60s", maxAckPending: -1 } },
  ],
};

const group = { priorityGroups: ["a"] };

/** Every field of a Consumer. */
export const consumerSpellings: Spellings = {
  ...flags("headersOnly", "memoryStorage"),
  stream: [{}],
  name: [{}],
  description: [{ description: "" }],
  filterSubjects: [{ filterSubjects: [] }, { filterSubjects: [">"] }],
  startFrom: [
    { startFrom: "all" },
    { startFrom: "time 2026-01-01T02:00:00.10+02:00" },
    { startFrom: "time 2026-01-01T00:00:00.000Z" },
    { startFrom: "sequence 18446744073709551615" },
  ],
  ackWait: [{ ackWait: "0s" }, { ackWait: "30000ms" }, { ackWait: "1ns" }],
  backoff: [
    { backoff: [] },
    { backoff: ["0s", "1000ms"] },
    { backoff: ["60s"], ackWait: "1m" },
    { backoff: ["60s"], ackWait: "0s" },
  ],
  maxDeliver: [{ maxDeliver: 0 }, { maxDeliver: -1 }],
  maxAckPending: [{ maxAckPending: 0 }, { maxAckPending: -1 }],
  maxWaiting: [{ maxWaiting: 0 }],
  maxBatch: [{ maxBatch: 0 }],
  maxExpires: [{ maxExpires: "0s" }, { maxExpires: "60000ms" }],
  maxRequestBytes: [{ maxRequestBytes: "0B" }, { maxRequestBytes: "1000kB" }],
  replayPolicy: [{ replayPolicy: "instant" }],
  sampleFrequency: [{ sampleFrequency: "" }, { sampleFrequency: "0" }, { sampleFrequency: "+30%" }],
  inactiveThreshold: [{ inactiveThreshold: "0h" }, { inactiveThreshold: "7200s" }],
  replicas: [{ replicas: 0 }, { replicas: 1 }],
  pauseUntil: [{ pauseUntil: "2099-01-01T02:00:00.10+02:00" }, { pauseUntil: "2020-01-01T00:00:00.000Z" }],
  priorityPolicy: [{ priorityPolicy: "none" }, { ...group, priorityPolicy: "overflow" }],
  priorityGroups: [{ priorityGroups: [] }],
  priorityTimeout: [
    { priorityTimeout: "0s" },
    { ...group, priorityPolicy: "pinned_client", priorityTimeout: "0s" },
    { ...group, priorityPolicy: "pinned_client", priorityTimeout: "120s" },
  ],
  metadata: [{ metadata: {} }, { metadata: { "_nats.ver": "1" } }, { metadata: { "_nats.own": "kept" } }],
};
