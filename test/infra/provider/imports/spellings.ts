import { consumerSettings, streamSettings } from "../../../../stream-config";
import type { Wire } from "../engine";
import { sampledSpellings } from "./sampled";

/** Inputs of a program by the field that they write in another way than it is read back. */
export type Spellings = Readonly<Record<string, readonly Wire[]>>;

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

/** A mirror has no subjects, and a stream is not created sealed. */
const oddOfStreams: Spellings = {
  name: [{}],
  sealed: [{ sealed: false }],
  subjects: [{ subjects: [], sources: [{ name: "elsewhere" }] }],
  maxAge: [
    { maxAge: "0s" },
    { maxAge: "0d" },
    { maxAge: "168h" },
    { maxAge: "100000001ns" },
    { maxAge: "007d" },
  ],
  maxMessages: [{ maxMessages: 0 }, { maxMessages: -1 }, { maxMessages: 2 ** 63 }],
  maxBytes: [{ maxBytes: "0B" }, { maxBytes: "100000kB" }, { maxBytes: "1000001B" }],
  maxMessageSize: [{ maxMessageSize: "0GB" }, { maxMessageSize: "1000B" }],
  replicas: [{ replicas: 0 }, { replicas: 1 }],
  duplicateWindow: [
    { duplicateWindow: "0s" },
    { duplicateWindow: "120s" },
    { duplicateWindow: "0s", maxAge: "90s" },
  ],
  deleteMarkerTtl: [{ deleteMarkerTtl: "0s" }, { deleteMarkerTtl: "3600s" }],
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

const oddOfConsumers: Spellings = {
  stream: [{}],
  name: [{}],
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
  maxAckPending: [{ maxAckPending: 0 }, { maxAckPending: -1 }],
  maxExpires: [{ maxExpires: "0s" }, { maxExpires: "60000ms" }],
  maxRequestBytes: [{ maxRequestBytes: "0B" }, { maxRequestBytes: "1000kB" }],
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

/** Every field of a Stream. */
export const streamSpellings: Spellings = {
  ...oddOfStreams,
  ...sampledSpellings(streamSettings, oddOfStreams),
};

/** Every field of a Consumer. */
export const consumerSpellings: Spellings = {
  ...oddOfConsumers,
  ...sampledSpellings(consumerSettings, oddOfConsumers),
};
