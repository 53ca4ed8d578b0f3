import { type Static, Type } from "typebox";
import { acknowledgeDataLoss } from "./acknowledge";
import { duration, flag, limit, plain, size, text } from "./codec";
import type { Fields } from "./fields";

/** Inputs of Stream. https://docs.nats.io/nats-concepts/jetstream/streams */
export const streamInputs = Type.Object(
  {
    name: Type.String({ pattern: "^[^\\s.*>/\\\\]{1,255}$", description: "Name of the stream" }),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What it is for" })),
    subjects: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: "Subjects that it stores, e.g. auth.user.*",
    }),
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
    maxAge: Type.Optional(Type.String({ description: 'Age at which messages go, e.g. "7d". Default none.' })),
    maxMessages: Type.Optional(Type.Integer({ minimum: 1, description: "Default no limit." })),
    maxBytes: Type.Optional(
      Type.String({ description: 'Size of all messages in decimal units, e.g. "100MB". Default no limit.' }),
    ),
    maxMessagesPerSubject: Type.Optional(Type.Integer({ minimum: 1, description: "Default no limit." })),
    maxMessageSize: Type.Optional(
      Type.String({ description: 'Largest message, e.g. "64kB". Default no limit.' }),
    ),
    maxConsumers: Type.Optional(Type.Integer({ minimum: 1, description: "Default no limit." })),
    replicas: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 5, description: "Servers that hold a copy. Default 1." }),
    ),
    duplicateWindow: Type.Optional(
      Type.String({
        description: 'How long a Nats-Msg-Id is remembered. Default "2m", or maxAge when smaller.',
      }),
    ),
    compression: Type.Optional(Type.Enum(["none", "s2"], { description: "Default none." })),
    allowDirect: Type.Optional(Type.Boolean({ description: "Any replica answers reads. Default false." })),
    denyDelete: Type.Optional(
      Type.Boolean({ description: "No message can be deleted by itself. Can't be undone. Default false." }),
    ),
    denyPurge: Type.Optional(
      Type.Boolean({ description: "The stream can't be purged. Can't be undone. Default false." }),
    ),
    deletionPolicy: Type.Optional(
      Type.Enum(["retain", "delete"], {
        description: "Whether the stream and its messages stay when this resource goes. Default retain.",
      }),
    ),
    acknowledgeDataLoss,
  },
  { additionalProperties: false },
);

/** What a program says about a stream. */
export type StreamInputs = Static<typeof streamInputs>;

/** A stream as it is: everything that has a default is there. */
export type StreamState = StreamInputs &
  Required<Pick<StreamInputs, keyof typeof streamDefaults | "duplicateWindow">> & {
    /** Live settings, by their API name, that this resource doesn't know. */
    readonly otherSettings?: Readonly<Record<string, unknown>>;
  };

/** What a program that doesn't say gets. `duplicateWindow` depends on maxAge. */
export const streamDefaults = {
  retention: "limits",
  storage: "file",
  discard: "old",
  replicas: 1,
  compression: "none",
  allowDirect: false,
  denyDelete: false,
  denyPurge: false,
  deletionPolicy: "retain",
} as const satisfies Partial<StreamInputs>;

/** The fields that are part of the stream's configuration on the server. */
export const streamFields = {
  name: { api: "name", codec: plain },
  description: { api: "description", codec: text },
  subjects: { api: "subjects", codec: plain },
  retention: { api: "retention", codec: plain },
  storage: { api: "storage", codec: plain },
  discard: { api: "discard", codec: plain },
  maxAge: { api: "max_age", codec: duration },
  maxMessages: { api: "max_msgs", codec: limit },
  maxBytes: { api: "max_bytes", codec: size },
  maxMessagesPerSubject: { api: "max_msgs_per_subject", codec: limit },
  maxMessageSize: { api: "max_msg_size", codec: size },
  maxConsumers: { api: "max_consumers", codec: limit },
  replicas: { api: "num_replicas", codec: plain },
  duplicateWindow: { api: "duplicate_window", codec: duration },
  compression: { api: "compression", codec: plain },
  allowDirect: { api: "allow_direct", codec: flag },
  denyDelete: { api: "deny_delete", codec: flag },
  denyPurge: { api: "deny_purge", codec: flag },
} as const satisfies Fields;

/** A field of the stream's configuration. */
export type StreamField = keyof typeof streamFields;
