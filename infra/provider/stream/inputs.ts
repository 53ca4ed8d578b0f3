import { type TSchema, Type } from "typebox";
import { instantPattern } from "../../../stream-config/settings/codec";
import { namePattern } from "../../../stream-config/settings/names";
import { acknowledgeDataLoss } from "../settings/acknowledge";

const durationPattern = { pattern: "^\\d+(ns|us|ms|s|m|h|d)$" };

function optionalFlag(description: string) {
  return Type.Optional(Type.Boolean({ description: `${description} Default false.` }));
}

function optionalText(description: string) {
  return Type.Optional(Type.String({ description }));
}

function optionalFolder(description: string) {
  return Type.Optional(Type.String({ minLength: 1, description }));
}

function limitOn(description: string) {
  return Type.Optional(
    Type.Integer({ minimum: -1, description: `${description} Default, as 0 and -1, no limit.` }),
  );
}

function closed<Properties extends Record<string, TSchema>>(properties: Properties, description: string) {
  return Type.Object(properties, { additionalProperties: false, description });
}

const transform = {
  source: optionalText("Subjects that it is about. Default all."),
  destination: optionalText(
    "What they become, e.g. archive.{{wildcard(1)}}. Default: they stay as they are.",
  ),
};

const source = closed(
  {
    name: Type.String({ description: "The stream that messages are copied from" }),
    startSequence: Type.Optional(Type.Integer({ minimum: 0, description: "First message to be copied" })),
    startTime: Type.Optional(
      Type.String({
        pattern: instantPattern,
        description: "Time of the first message to be copied, RFC 3339",
      }),
    ),
    filterSubject: optionalText("Subjects that are copied. Default all."),
    subjectTransforms: Type.Optional(
      Type.Array(closed(transform, "Which subjects are copied, and under which others")),
    ),
    external: Type.Optional(
      closed(
        {
          api: optionalText("Prefix of its account's or domain's JetStream API"),
          deliver: optionalText("Prefix of the subjects that it delivers to"),
        },
        "It lies in another account or domain",
      ),
    ),
    consumer: Type.Optional(
      closed(
        {
          name: Type.String({ pattern: namePattern, description: "Its durable consumer" }),
          deliverSubject: Type.String({ minLength: 1, description: "Where that one delivers to" }),
        },
        "A durable consumer that delivers the copies; it says where they begin and which there are",
      ),
    ),
  },
  "Another stream that messages are copied from",
);

/**
 * Inputs of Stream: every setting of JetStream. Durations are whole numbers of ms, s, m, h or d ("7d"), or us and ns; sizes are
 * decimal ("100MB" is 100,000,000 bytes, units B, kB, MB, GB). What is empty or 0 is not set. https://docs.nats.io/nats-concepts/jetstream/streams
 */
export const streamInputs = Type.Object(
  {
    name: Type.String({ pattern: namePattern, description: "Name of the stream" }),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What it is for" })),
    subjects: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: "Subjects that it stores, e.g. auth.user.*; only a copy of other streams has none.",
      }),
    ),
    retention: Type.Optional(
      Type.Enum(["limits", "interest", "workqueue"], {
        description:
          "What removes messages beside the limits: nothing, all consumers' acks, or one ack. Default limits.",
      }),
    ),
    storage: Type.Optional(Type.Enum(["file", "memory"], { description: "Default file." })),
    discard: Type.Optional(
      Type.Enum(["old", "new"], { description: "What goes when a limit is reached. Default old." }),
    ),
    discardNewPerSubject: optionalFlag(
      "A full subject refuses new messages; needs discard new and maxMessagesPerSubject.",
    ),
    maxAge: Type.Optional(Type.String({ description: 'Age at which messages go, e.g. "7d". Default none.' })),
    maxMessages: limitOn("Messages in all."),
    maxBytes: Type.Optional(
      Type.String({ description: 'Size of all messages in decimal units, e.g. "100MB". Default no limit.' }),
    ),
    maxMessagesPerSubject: limitOn("Messages of each subject."),
    maxMessageSize: Type.Optional(
      Type.String({ description: 'Largest message in decimal units, e.g. "64kB". Default no limit.' }),
    ),
    maxConsumers: limitOn("Consumers that it may have."),
    replicas: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 5, description: "Servers that hold a copy. Default 1." }),
    ),
    duplicateWindow: Type.Optional(
      Type.String({
        description:
          'How long a Nats-Msg-Id is remembered. Default "2m", or maxAge when smaller; none with mirror or sources.',
      }),
    ),
    compression: Type.Optional(Type.Enum(["none", "s2"], { description: "Of the files. Default none." })),
    allowDirect: optionalFlag("Any replica answers reads."),
    denyDelete: optionalFlag("No message can be deleted by itself. Can't be undone."),
    denyPurge: optionalFlag("The stream can't be purged. Can't be undone."),
    allowRollup: optionalFlag("A publisher may replace all messages by one: whoever can publish can erase."),
    allowMessageTtl: optionalFlag("A publisher may say when its message vanishes. Can't be undone."),
    deleteMarkerTtl: Type.Optional(
      Type.String({
        description: "How long a marker stays for a subject whose messages all aged away. Default none.",
      }),
    ),
    allowCounter: optionalFlag("Messages are counters. Can't be changed."),
    allowAtomicPublish: optionalFlag("Messages may be published all or none."),
    allowBatchPublish: optionalFlag("Messages may be published in fast batches."),
    allowSchedules: optionalFlag("Messages may be scheduled. Can't be undone."),
    persistMode: Type.Optional(
      Type.Enum(["default", "async"], {
        description:
          "Whether a message is written before it is acknowledged. Can't be changed. Default default.",
      }),
    ),
    sealed: optionalFlag("Nothing is stored, deleted or too old any more. Can't be undone."),
    noAck: optionalFlag("Publishers get no acknowledgement."),
    firstSequence: Type.Optional(
      Type.Integer({ minimum: 0, description: "Sequence of the first message of a new stream. Default 1." }),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "Notes of your own, by name" }),
    ),
    republish: Type.Optional(
      closed(
        { ...transform, headersOnly: optionalFlag("Without the payload.") },
        "Stored messages are published again under another subject",
      ),
    ),
    subjectTransform: Type.Optional(closed(transform, "Messages are stored under another subject")),
    placement: Type.Optional(
      closed(
        {
          cluster: optionalText("Name of the cluster"),
          tags: Type.Optional(Type.Array(Type.String())),
        },
        "Which servers may hold it",
      ),
    ),
    mirror: Type.Optional(source),
    sources: Type.Optional(Type.Array(source, { description: "Streams that it is fed from" })),
    consumerLimits: Type.Optional(
      closed(
        {
          inactiveThreshold: Type.Optional(
            Type.String({ ...durationPattern, description: "Longest idle time of a consumer" }),
          ),
          maxAckPending: limitOn("Most messages in flight of a consumer."),
        },
        "Limits on its consumers",
      ),
    ),
    deletionPolicy: Type.Optional(
      Type.Enum(["retain", "delete"], {
        description: "Whether the stream and its messages stay when this resource goes. Default retain.",
      }),
    ),
    acknowledgeDataLoss,
    snapshotBeforeDataLoss: optionalFolder(
      "Folder on this machine into which a snapshot is taken before a change or a deletion that loses messages; when it fails, nothing is changed. Default none.",
    ),
    restoreFrom: optionalFolder(
      "Folder of a snapshot, ours or one of the nats CLI, that the stream is made from when there is none yet. Default none.",
    ),
  },
  { additionalProperties: false },
);
