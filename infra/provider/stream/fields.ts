import type { Static } from "typebox";
import { streamDefaults as serverDefaults } from "../../../stream-config";
import {
  choice,
  count,
  duration,
  flag,
  instant,
  limit,
  listOf,
  notes,
  option,
  plain,
  size,
  subjects,
  text,
} from "../../../stream-config/settings/codec";
import { type Fields, structure, structures } from "../settings/fields";
import type { streamInputs } from "./inputs";

/** What a program says about a stream. */
export type StreamInputs = Static<typeof streamInputs>;

/** What a program that doesn't say gets. `duplicateWindow` depends on maxAge. */
export const streamDefaults = { ...serverDefaults, deletionPolicy: "retain" } as const;

/** A stream as it is: everything that has a default is there. */
export type StreamState = StreamInputs &
  Required<Pick<StreamInputs, keyof typeof streamDefaults>> & {
    /** Live settings, by their API name, that this resource doesn't know. */
    readonly otherSettings?: Readonly<Record<string, unknown>>;
  };

const subjectTransform = {
  source: { api: "src", codec: subjects },
  destination: { api: "dest", codec: text },
} as const satisfies Fields;

const source = {
  name: { api: "name", codec: plain },
  startSequence: { api: "opt_start_seq", codec: count },
  startTime: { api: "opt_start_time", codec: instant },
  filterSubject: { api: "filter_subject", codec: text },
  subjectTransforms: { api: "subject_transforms", codec: structures(subjectTransform) },
  external: {
    api: "external",
    codec: structure({ api: { api: "api", codec: plain }, deliver: { api: "deliver", codec: text } }),
  },
  consumer: {
    api: "consumer",
    codec: structure({
      name: { api: "name", codec: plain },
      deliverSubject: { api: "deliver_subject", codec: plain },
    }),
  },
} as const satisfies Fields;

/** The fields that are part of the stream's configuration on the server. */
export const streamFields = {
  name: { api: "name", codec: plain },
  description: { api: "description", codec: text },
  subjects: { api: "subjects", codec: listOf(plain) },
  retention: { api: "retention", codec: plain },
  storage: { api: "storage", codec: plain },
  discard: { api: "discard", codec: plain },
  discardNewPerSubject: { api: "discard_new_per_subject", codec: flag },
  maxAge: { api: "max_age", codec: duration },
  maxMessages: { api: "max_msgs", codec: limit },
  maxBytes: { api: "max_bytes", codec: size },
  maxMessagesPerSubject: { api: "max_msgs_per_subject", codec: limit },
  maxMessageSize: { api: "max_msg_size", codec: size },
  maxConsumers: { api: "max_consumers", codec: limit },
  replicas: { api: "num_replicas", codec: count },
  duplicateWindow: { api: "duplicate_window", codec: duration },
  compression: { api: "compression", codec: plain },
  allowDirect: { api: "allow_direct", codec: flag },
  denyDelete: { api: "deny_delete", codec: flag },
  denyPurge: { api: "deny_purge", codec: flag },
  allowRollup: { api: "allow_rollup_hdrs", codec: flag },
  allowMessageTtl: { api: "allow_msg_ttl", codec: flag },
  deleteMarkerTtl: { api: "subject_delete_marker_ttl", codec: duration },
  allowCounter: { api: "allow_msg_counter", codec: flag },
  allowAtomicPublish: { api: "allow_atomic", codec: flag },
  allowBatchPublish: { api: "allow_batched", codec: flag },
  allowSchedules: { api: "allow_msg_schedules", codec: flag },
  persistMode: { api: "persist_mode", codec: choice("default") },
  sealed: { api: "sealed", codec: flag },
  noAck: { api: "no_ack", codec: flag },
  firstSequence: { api: "first_seq", codec: count },
  metadata: { api: "metadata", codec: notes },
  republish: {
    api: "republish",
    codec: structure({ ...subjectTransform, headersOnly: { api: "headers_only", codec: option } }),
  },
  subjectTransform: { api: "subject_transform", codec: structure(subjectTransform) },
  placement: {
    api: "placement",
    codec: structure({
      cluster: { api: "cluster", codec: text },
      tags: { api: "tags", codec: listOf(plain) },
    }),
  },
  mirror: { api: "mirror", codec: structure(source) },
  sources: { api: "sources", codec: structures(source) },
  consumerLimits: {
    api: "consumer_limits",
    codec: structure({
      inactiveThreshold: { api: "inactive_threshold", codec: duration },
      maxAckPending: { api: "max_ack_pending", codec: count },
    }),
  },
} as const satisfies Fields;

/** Settings that the server decides by itself: a mirror takes over its origin's allowDirect. */
export const serverDecides = { mirror_direct: true };

/** A field of the stream's configuration. */
export type StreamField = keyof typeof streamFields;
