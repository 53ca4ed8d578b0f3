import { streamSettings } from "../../../../stream-config";
import { sampledImports } from "./sampled";

/** A field's path in the API, and a stream that the server takes with an unusual value of it. */
export type ImportCase = readonly [path: string, config: Readonly<Record<string, unknown>>];

const int64 = 2n ** 63n - 1n;
const uint64 = 2n ** 64n - 1n;
const oddTime = 100_000_001;

/** Fields of a source by its place: "mirror" or "sources". */
function sourceCases(place: "mirror" | "sources", of: (source: object) => object): ImportCase[] {
  const one = (path: string, source: object): ImportCase => [
    `${place}.${path}`,
    { subjects: undefined, ...of({ name: "elsewhere", ...source }) },
  ];
  return [
    one("name", { name: "else%wh€re" }),
    one("opt_start_seq", { opt_start_seq: uint64 }),
    one("opt_start_time", { opt_start_time: "2026-01-01T02:00:00.10+02:00" }),
    one("opt_start_time", { opt_start_time: "2026-01-01T00:00:00+00:00" }),
    one("opt_start_time", { opt_start_time: "2026-01-01T00:00:00.123456789Z" }),
    one("opt_start_time", { opt_start_time: "0001-01-01T00:00:00Z" }),
    one("filter_subject", { filter_subject: ">" }),
    one("subject_transforms.src", { subject_transforms: [{ src: "", dest: "x.>" }] }),
    one("subject_transforms.src", { subject_transforms: [{ src: ">", dest: "x.>" }] }),
    one("subject_transforms.dest", { subject_transforms: [{ src: "a.*", dest: "" }] }),
    one("subject_transforms.dest", { subject_transforms: [{ src: ">", dest: "" }] }),
    one("subject_transforms.dest", { subject_transforms: [{ src: "", dest: "" }] }),
    one("external.api", { external: { api: "", deliver: "" } }),
    one("external.api", { external: { api: "OTHER.API", deliver: "" } }),
    one("external.deliver", { external: { api: "", deliver: "deliver.here" } }),
    one("consumer.name", { consumer: { name: "c€pies", deliver_subject: "copies" } }),
    one("consumer.deliver_subject", { consumer: { name: "copies", deliver_subject: "$copies.a-b" } }),
  ];
}

/** Values that a program would hardly write. */
const odd: readonly ImportCase[] = [
  ["name", { name: "n€me%{}" }],
  ["description", { description: "" }],
  ["description", { description: `two\nlines, and ${"x".repeat(4_000)}` }],
  ["subjects", { subjects: ["$KV.a.>", "b.*.c", "a"] }],
  ["subjects", { subjects: [">"], no_ack: true }],
  ["retention", { retention: "interest" }],
  ["retention", { retention: "workqueue" }],
  ["max_age", { max_age: oddTime, duplicate_window: oddTime }],
  ["max_age", { max_age: 130_500_000_000 }],
  ["max_age", { max_age: int64 }],
  ["max_msgs", { max_msgs: -5 }],
  ["max_msgs", { max_msgs: int64 }],
  ["max_bytes", { max_bytes: 1_000_001 }],
  ["max_msgs_per_subject", { max_msgs_per_subject: int64 }],
  ["max_msg_size", { max_msg_size: 2 ** 31 - 1 }],
  ["num_replicas", { num_replicas: 0 }],
  ["duplicate_window", { duplicate_window: oddTime }],
  ["duplicate_window", { subjects: undefined, mirror: { name: "elsewhere" }, duplicate_window: oddTime }],
  ["duplicate_window", { sources: [{ name: "elsewhere" }], duplicate_window: oddTime }],
  ["subject_delete_marker_ttl", { subject_delete_marker_ttl: 1_000_000_001 }],
  ["sealed", { sealed: true }],
  ["first_seq", { first_seq: uint64 }],
  ["metadata", { metadata: { "_nats.own": "kept", "": "empty", empty: "" } }],
  ["republish.src", { republish: { src: "", dest: "copies.>" } }],
  ["republish.dest", { republish: { src: "", dest: "copies.>" } }],
  ["republish.headers_only", { republish: { src: "s.a", dest: "copies", headers_only: true } }],
  ["subject_transform.src", { subject_transform: { src: "", dest: "s.>" } }],
  ["subject_transform.dest", { subject_transform: { src: "s.*", dest: "" } }],
  ["subject_transform.dest", { subject_transform: { src: "", dest: "" } }],
  ["placement.cluster", { placement: { cluster: "elsewhere" } }],
  ["placement.tags", { placement: { tags: ["", "ssd", "ssd"] } }],
  ...sourceCases("mirror", (mirror) => ({ mirror })),
  ["mirror.name", { subjects: undefined, mirror: { name: "a.b", external: { api: "X.API", deliver: "d" } } }],
  ["mirror.name", { subjects: undefined, mirror: { name: "a" }, mirror_direct: true }],
  [
    "mirror.name",
    {
      subjects: undefined,
      mirror_direct: true,
      mirror: { name: "a", external: { api: "X.API", deliver: "d" } },
    },
  ],
  ...sourceCases("sources", (source) => ({ sources: [source] })),
  [
    "sources.filter_subject",
    {
      sources: [
        { name: "elsewhere", filter_subject: "b", opt_start_seq: 5 },
        { name: "elsewhere", filter_subject: "a", opt_start_time: "2026-01-01T00:00:00+05:45" },
      ],
    },
  ],
  ["consumer_limits.inactive_threshold", { consumer_limits: { inactive_threshold: -5 } }],
  ["consumer_limits.inactive_threshold", { consumer_limits: { inactive_threshold: 1 } }],
  ["consumer_limits.max_ack_pending", { consumer_limits: { max_ack_pending: -1 } }],
];

/** At least one for every field; the server is one alone. */
export const streamImports: readonly ImportCase[] = [...odd, ...sampledImports(streamSettings, odd)];
