import { type Static, Type } from "typebox";
import type { Properties } from "../resource";
import { acknowledgeDataLoss } from "./acknowledge";
import { count, duration, flag, limit, listOf, notes, optionalSize, plain, text } from "./codec";
import { decodeFields, encodeFields, type Fields, otherSettings } from "./fields";

const startPattern = "^(all|new|sequence [1-9]\\d*|time \\d{4}-\\d\\d-\\d\\dT\\S+Z)$";

/** Inputs of Consumer. https://docs.nats.io/nats-concepts/jetstream/consumers */
export const consumerInputs = Type.Object(
  {
    stream: Type.String({ minLength: 1, description: "Name of its stream" }),
    name: Type.String({ pattern: "^[^\\s.*>/\\\\]{1,255}$", description: "Its durable name" }),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What it is for" })),
    filterSubjects: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: "Subjects that it gets. Default all." }),
    ),
    startFrom: Type.Optional(
      Type.String({
        pattern: startPattern,
        description: 'Begin with "all", "new", "sequence 1042" or "time 2026-01-31T12:00:00Z". Default all.',
      }),
    ),
    ackWait: Type.Optional(
      Type.String({ description: 'Time until a message without an ack comes again. Default "30s".' }),
    ),
    maxDeliver: Type.Optional(
      Type.Integer({ minimum: 1, description: "Deliveries of one message. Default no limit." }),
    ),
    maxAckPending: Type.Optional(
      Type.Integer({ minimum: 1, description: "Messages in flight without an ack. Default 1,000." }),
    ),
    backoff: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description:
          "Times until the first, second … further delivery; the first is ackWait. Default ackWait each.",
      }),
    ),
    maxWaiting: Type.Optional(Type.Integer({ minimum: 1, description: "Pulls that wait. Default 512." })),
    maxBatch: Type.Optional(
      Type.Integer({ minimum: 1, description: "Most messages of one pull. Default no limit." }),
    ),
    maxExpires: Type.Optional(Type.String({ description: "Longest wait of one pull. Default no limit." })),
    maxRequestBytes: Type.Optional(
      Type.String({ description: 'Most bytes of one pull, decimal, e.g. "1MB". Default no limit.' }),
    ),
    headersOnly: Type.Optional(Type.Boolean({ description: "Without the payload. Default false." })),
    replayPolicy: Type.Optional(
      Type.Enum(["instant", "original"], {
        description: "At once, or at the pace they were stored with. Default instant.",
      }),
    ),
    sampleFrequency: Type.Optional(
      Type.String({ pattern: "^\\d{1,3}%?$", description: 'Share of acks that are reported, e.g. "30%"' }),
    ),
    inactiveThreshold: Type.Optional(
      Type.String({ description: "It is deleted when nobody used it for so long. Default never." }),
    ),
    replicas: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 5,
        description: "Servers that hold its position. Default its stream's.",
      }),
    ),
    memoryStorage: Type.Optional(
      Type.Boolean({ description: "Its position is kept in memory only. Default false." }),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "Notes of your own, by name" }),
    ),
    acknowledgeDataLoss,
  },
  { additionalProperties: false },
);

/** What a program says about a durable consumer. */
export type ConsumerInputs = Static<typeof consumerInputs>;

/** A durable consumer as it is. */
export type ConsumerState = ConsumerInputs & {
  /** Live settings, by their API name, that this resource doesn't know. */
  readonly otherSettings?: Properties;
};

/** Settings of a consumer that the server never changes and this resource doesn't have, by API name. */
export const fixedSettings: readonly string[] = [
  "ack_policy",
  "deliver_policy",
  "flow_control",
  "idle_heartbeat",
  "deliver_subject",
];

/** The fields that have one counterpart each in the server's configuration. */
export const consumerFields = {
  name: { api: "durable_name", codec: plain },
  description: { api: "description", codec: text },
  ackWait: { api: "ack_wait", codec: duration },
  backoff: { api: "backoff", codec: listOf(duration) },
  maxDeliver: { api: "max_deliver", codec: limit },
  maxAckPending: { api: "max_ack_pending", codec: limit },
  maxWaiting: { api: "max_waiting", codec: count },
  maxBatch: { api: "max_batch", codec: count },
  maxExpires: { api: "max_expires", codec: duration },
  maxRequestBytes: { api: "max_bytes", codec: optionalSize },
  headersOnly: { api: "headers_only", codec: flag },
  replayPolicy: { api: "replay_policy", codec: plain },
  sampleFrequency: { api: "sample_freq", codec: text },
  inactiveThreshold: { api: "inactive_threshold", codec: duration },
  replicas: { api: "num_replicas", codec: count },
  memoryStorage: { api: "mem_storage", codec: flag },
  metadata: { api: "metadata", codec: notes },
} as const satisfies Fields;

/** What this resource always sets. */
const fixed = { ack_policy: "explicit" } as const;

/** The consumer as JetStream's API takes it. */
export function encodeConsumer(inputs: ConsumerInputs): Properties {
  const [filter, ...others] = inputs.filterSubjects ?? [];
  return {
    ...encodeFields(consumerFields, inputs),
    ...encodeStart(inputs.startFrom ?? "all"),
    ...fixed,
    ...(others.length === 0 ? { filter_subject: filter } : { filter_subjects: inputs.filterSubjects }),
  };
}

/** A consumer in an answer of JetStream's API, as a program would write it. */
export function decodeConsumer(stream: string, config: Properties): ConsumerState {
  const { name: _, filter_subject, filter_subjects, ...settings } = config;
  const { startFrom, rest } = decodeStart(settings);
  const others = otherSettings(consumerFields, fixed, rest);
  return {
    stream,
    ...decodeFields(consumerFields, config),
    ...(startFrom && { startFrom }),
    filterSubjects: filter_subject ? [filter_subject] : (filter_subjects ?? []),
    ...(others && { otherSettings: others }),
  } as ConsumerState;
}

function encodeStart(startFrom: string): Properties {
  const [policy, at] = startFrom.split(" ");
  if (policy === "sequence") return { deliver_policy: "by_start_sequence", opt_start_seq: Number(at) };
  if (policy === "time") return { deliver_policy: "by_start_time", opt_start_time: at };
  return { deliver_policy: policy };
}

/** Other starting points can be found on a server, but not asked for. */
function decodeStart(config: Properties): { startFrom?: string; rest: Properties } {
  const { deliver_policy, opt_start_seq, opt_start_time, ...rest } = config;
  switch (deliver_policy) {
    case "all":
    case "new":
      return { startFrom: deliver_policy, rest };
    case "by_start_sequence":
      return { startFrom: `sequence ${opt_start_seq}`, rest };
    case "by_start_time":
      return { startFrom: `time ${opt_start_time}`, rest };
    default:
      return { rest: { ...rest, deliver_policy } };
  }
}
