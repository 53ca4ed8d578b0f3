import type { ConsumerDefinition } from "../consumers/consumer";
import type { StreamDefinition } from "../streams/stream";
import { toBytes, toNanoseconds } from "../units";

/** The stream as JetStream's API takes it. Durations are nanoseconds. `replicas` overrides the definition's number. */
export function renderStream(stream: StreamDefinition, replicas: number = stream.replicas) {
  return {
    name: stream.name,
    description: stream.description,
    subjects: [...stream.subjects],
    retention: stream.retention,
    storage: stream.storage,
    discard: stream.discard,
    max_age: toNanoseconds(stream.maxAge),
    max_msgs: stream.maxMessages,
    max_bytes: toBytes(stream.maxBytes),
    ...(stream.maxMessagesPerSubject !== undefined && { max_msgs_per_subject: stream.maxMessagesPerSubject }),
    num_replicas: replicas,
    duplicate_window: toNanoseconds(stream.duplicateWindow),
    allow_direct: stream.allowDirect,
  };
}

/** The durable consumer as JetStream's API takes it. */
export function renderConsumer(consumer: ConsumerDefinition) {
  const [filter, ...others] = consumer.filterSubjects;
  return {
    durable_name: consumer.name,
    description: consumer.description,
    ...(others.length === 0 && filter !== undefined
      ? { filter_subject: filter }
      : { filter_subjects: [...consumer.filterSubjects] }),
    ...renderStart(consumer.startFrom),
    ack_policy: "explicit" as const,
    ack_wait: toNanoseconds(consumer.ackWait),
    max_deliver: consumer.maxDeliver,
    max_ack_pending: consumer.maxAckPending,
    ...renderTurns(consumer),
  };
}

function renderTurns({ priorityPolicy, priorityGroups, priorityTimeout }: ConsumerDefinition) {
  if (priorityPolicy === undefined || priorityGroups === undefined || priorityTimeout === undefined)
    return {};
  return {
    priority_policy: priorityPolicy,
    priority_groups: [...priorityGroups],
    priority_timeout: toNanoseconds(priorityTimeout),
  };
}

/** Where a consumer begins, as JetStream's API takes it. */
export function renderStart(startFrom: string) {
  const [policy, at] = startFrom.split(" ");
  if (policy === "sequence") return { deliver_policy: "by_start_sequence", opt_start_seq: Number(at) };
  if (policy === "time") return { deliver_policy: "by_start_time", opt_start_time: at };
  return { deliver_policy: startFrom.replaceAll(" ", "_") };
}
