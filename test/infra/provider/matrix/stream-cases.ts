import { type StreamSettings, streamSettings } from "../../../../stream-config";
import { type Step, sampleSteps, steps } from "./steps";

/** A change of a stream's settings; the settings of both sides beside `subjects` are given in full. */
export interface StreamCase extends Step<StreamSettings> {
  /** Messages that are left of 40; by default all. */
  readonly left?: number;
  /** A new limit that the stream is within: what it stores decides that nothing is lost. */
  readonly fits?: true;
  /** The messages are 150 ms old when the change is made. */
  readonly aged?: true;
}

/** A stream has no other name, and is not created sealed; another retention deletes messages; one server has one copy. */
const notSampled = ["name", "sealed", "retention", "replicas"] as const;

const sampled = sampleSteps<StreamSettings>(streamSettings, notSampled).map(
  (step): StreamCase => ({ ...step, fits: true }),
);

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

/** What deletes messages, as many as are said to be left. */
const measured: readonly StreamCase[] = [
  ...steps<StreamSettings>({}, { retention: "workqueue" }),
  ...steps<StreamSettings>({ retention: "interest" }, { retention: "workqueue" }),
  { from: {}, to: { retention: "interest" }, left: 0 },
  { from: { retention: "interest" }, to: {} },
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
  { from: { ...briefly }, to: { ...briefly, maxAge: "100ms" }, left: 0, aged: true },
  {
    from: { ...briefly, discard: "new" },
    to: { ...briefly, discard: "new", maxAge: "100ms" },
    left: 0,
    aged: true,
  },
];

/** Changes within a setting, and beneath what is stored. */
const further: readonly StreamCase[] = [
  ...steps<StreamSettings>({ subjects: ["m.*"] }, { subjects: ["n.*"] }),
  ...steps<StreamSettings>({ maxMessageSize: "1MB" }, { maxMessageSize: "10B" }),
  ...steps<StreamSettings>(
    { republish: { source: "m.a", destination: "r.a" } },
    { republish: { source: "m.a", destination: "r.b", headersOnly: true } },
  ),
  ...steps<StreamSettings>(
    { subjectTransform: transform },
    { subjectTransform: { ...transform, destination: "m.y" } },
  ),
  ...steps<StreamSettings>({ placement: { tags: ["ssd"] } }, { placement: { cluster: "test" } }),
  { from: { mirror: { name: "origin" } }, to: { mirror: { name: "origin", filterSubject: "o.a" } } },
  ...steps<StreamSettings>(
    { sources: [{ name: "origin", filterSubject: "o.b" }] },
    { sources: [{ name: "origin", subjectTransforms: [{ source: "o.b", destination: "o.c" }] }] },
    { sources: [{ name: "origin", consumer: { name: "copies", deliverSubject: "copies.origin" } }] },
  ),
  ...steps<StreamSettings>(
    { consumerLimits: { inactiveThreshold: "1h", maxAckPending: 10 } },
    { consumerLimits: { maxAckPending: 5 } },
  ),
];

/** Every field that any stream can change: raised, lowered, set and unset, where the field has such a thing. */
export const streamCases: readonly StreamCase[] = [...sampled, ...measured, ...further];

/** Copies of a stream, of which three servers hold up to three. */
export const copyCases: readonly StreamCase[] = [1, 2, 3].flatMap((from) =>
  [1, 2, 3].filter((to) => to !== from).map((to) => ({ from: { replicas: from }, to: { replicas: to } })),
);
