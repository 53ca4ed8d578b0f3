import type { Static } from "typebox";
import {
  choice,
  count,
  duration,
  flag,
  instant,
  limit,
  limitWithDefault,
  listOf,
  notes,
  optionalSize,
  pause,
  plain,
  text,
} from "../../../stream-config/settings/codec";
import type { Properties } from "../resource";
import { decodeFields, encodeFields, encodeFieldsOnto, type Fields, otherSettings } from "../settings/fields";
import type { consumerInputs } from "./inputs";
import { decodeStart, encodeStart } from "./start";

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
  backoff: { api: "backoff", codec: listOf(pause) },
  maxDeliver: { api: "max_deliver", codec: limit },
  maxAckPending: { api: "max_ack_pending", codec: limitWithDefault },
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
  const { startFrom = "all", filterSubjects } = inputs;
  return {
    ...encodeFields(consumerFields, inputs),
    ...encodeStart(startFrom),
    ...encodeFilters(filterSubjects),
    ...fixed,
  };
}

/** The same for a consumer that is there: what means the same is sent as it is live. */
export function encodeConsumerOnto(inputs: ConsumerInputs, live: Properties): Properties {
  const { startFrom = "all" } = inputs;
  const { deliver_policy, opt_start_seq, opt_start_time } = live;
  return {
    ...encodeConsumer(inputs),
    ...encodeFieldsOnto(consumerFields, inputs, live),
    ...(decodeStart(live) === startFrom && { deliver_policy, opt_start_seq, opt_start_time }),
  };
}

function encodeFilters(filterSubjects: readonly string[] = []): Properties {
  const [filter, ...others] = filterSubjects;
  return others.length === 0 ? { filter_subject: filter } : { filter_subjects: filterSubjects };
}

/** A consumer in an answer of JetStream's API, as a program would write it. */
export function decodeConsumer(stream: string, config: Properties): ConsumerState {
  const { name: _, filter_subject, filter_subjects, ...settings } = config;
  const { startFrom, rest } = splitStart(settings);
  const others = otherSettings(consumerFields, fixed, rest);
  const fields: Partial<ConsumerInputs> = decodeFields(consumerFields, config);
  return {
    stream,
    ...fields,
    // The server has no other, and leaves none at all out.
    ...(fields.backoff?.[0] !== undefined && { ackWait: fields.backoff[0] }),
    ...(startFrom && { startFrom }),
    filterSubjects: filter_subject ? [filter_subject] : (filter_subjects ?? []),
    ...(others && { otherSettings: others }),
  } as ConsumerState;
}

/** What a program can't say of a starting point is left among the other settings. */
function splitStart(config: Properties): { startFrom?: string; rest: Properties } {
  const { deliver_policy, opt_start_seq: _, opt_start_time: __, ...rest } = config;
  const startFrom = decodeStart(config);
  return startFrom === undefined ? { rest: { ...rest, deliver_policy } } : { startFrom, rest };
}
