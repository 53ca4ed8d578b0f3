import type { Static } from "typebox";
import { renderStart } from "../../../stream-config";
import type { Properties } from "../resource";
import {
  choice,
  count,
  duration,
  flag,
  instant,
  limit,
  listOf,
  notes,
  optionalSize,
  plain,
  text,
} from "./codec";
import type { consumerInputs } from "./consumer-inputs";
import { decodeFields, encodeFields, type Fields, otherSettings } from "./fields";

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
  pauseUntil: { api: "pause_until", codec: instant },
  priorityPolicy: { api: "priority_policy", codec: choice("none") },
  priorityGroups: { api: "priority_groups", codec: listOf(plain) },
  priorityTimeout: { api: "priority_timeout", codec: duration },
  metadata: { api: "metadata", codec: notes },
} as const satisfies Fields;

/** What this resource always sets. */
const fixed = { ack_policy: "explicit" } as const;

/** The consumer as JetStream's API takes it. */
export function encodeConsumer(inputs: ConsumerInputs): Properties {
  const [filter, ...others] = inputs.filterSubjects ?? [];
  return {
    ...encodeFields(consumerFields, inputs),
    ...renderStart(inputs.startFrom ?? "all"),
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

/** A starting point in the way that `decodeConsumer` writes it. Throws UnitError. */
export function normaliseStart(startFrom: unknown): unknown {
  const [policy, at] = String(startFrom).split(" ");
  return policy === "time" ? `time ${instant.normalise(at)}` : startFrom;
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
      return { startFrom: `time ${instant.decode(opt_start_time)}`, rest };
    default:
      return { rest: { ...rest, deliver_policy } };
  }
}
