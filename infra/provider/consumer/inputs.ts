import { Type } from "typebox";
import { instantPattern } from "../../../stream-config/settings/codec";
import { namePattern } from "../../../stream-config/settings/names";
import { acknowledgeDataLoss } from "../settings/acknowledge";

const startPattern = `^(all|new|last|last per subject|sequence [1-9]\\d*|time ${instantPattern.slice(1, -1)})$`;

/** Inputs of Consumer. https://docs.nats.io/nats-concepts/jetstream/consumers */
export const consumerInputs = Type.Object(
  {
    stream: Type.String({ minLength: 1, description: "Name of its stream" }),
    name: Type.String({ pattern: namePattern, description: "Its durable name" }),
    description: Type.Optional(Type.String({ maxLength: 4096, description: "What it is for" })),
    filterSubjects: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: "Subjects that it gets. Default all." }),
    ),
    startFrom: Type.Optional(
      Type.String({
        pattern: startPattern,
        description:
          'Begin with "all", "new", "last", "last per subject", "sequence 1042" or "time 2026-01-31T12:00:00Z". Default all.',
      }),
    ),
    ackWait: Type.Optional(
      Type.String({ description: 'Time until a message without an ack comes again. Default "30s".' }),
    ),
    maxDeliver: Type.Optional(
      Type.Integer({
        minimum: -1,
        description: "Deliveries of one message. Default, as 0 and -1, no limit.",
      }),
    ),
    maxAckPending: Type.Optional(
      Type.Integer({
        minimum: -1,
        description: "Messages in flight without an ack; -1 for no limit. Default 1,000.",
      }),
    ),
    backoff: Type.Optional(
      Type.Array(Type.String(), {
        description:
          "Times until the first, second … further delivery; the first is ackWait. Default ackWait each.",
      }),
    ),
    maxWaiting: Type.Optional(Type.Integer({ minimum: 0, description: "Pulls that wait. Default 512." })),
    maxBatch: Type.Optional(
      Type.Integer({ minimum: 0, description: "Most messages of one pull. Default no limit." }),
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
      Type.String({
        pattern: "^([+-]?\\d+%?)?$",
        description: 'Share of acks that are reported, e.g. "30%"',
      }),
    ),
    inactiveThreshold: Type.Optional(
      Type.String({ description: "It is deleted when nobody used it for so long. Default never." }),
    ),
    replicas: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 5,
        description: "Servers that hold its position. Default its stream's.",
      }),
    ),
    memoryStorage: Type.Optional(
      Type.Boolean({ description: "Its position is kept in memory only. Default false." }),
    ),
    pauseUntil: Type.Optional(
      Type.String({
        pattern: instantPattern,
        description:
          'It delivers nothing until then, e.g. "2026-01-31T12:00:00Z". Default: it is not paused.',
      }),
    ),
    priorityPolicy: Type.Optional(
      Type.Enum(["none", "overflow", "pinned_client", "prioritized"], {
        description: "Which of its clients gets a message first; needs priorityGroups. Default none.",
      }),
    ),
    priorityGroups: Type.Optional(
      Type.Array(Type.String({ pattern: "^[a-zA-Z0-9/_=-]{1,16}$" }), {
        description: "Names that a pull gives to be served by the policy",
      }),
    ),
    priorityTimeout: Type.Optional(
      Type.String({ description: 'How long a silent client stays pinned. Default "2m" with pinned_client.' }),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "Notes of your own, by name" }),
    ),
    deletionPolicy: Type.Optional(
      Type.Enum(["retain", "delete"], {
        description: "Whether the consumer and its position stay when this resource goes. Default retain.",
      }),
    ),
    acknowledgeDataLoss,
  },
  { additionalProperties: false },
);
