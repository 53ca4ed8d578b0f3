import { type Static, Type } from "typebox";
import type { Properties } from "../resource";
import { acknowledgeDataLoss } from "./acknowledge";
import { duration, limit, plain, text } from "./codec";
import { decodeFields, encodeFields, type Fields, otherSettings } from "./fields";

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
      Type.Enum(["all", "new"], {
        description: "Begin with the oldest message or the next one. Default all.",
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

/** Settings of a consumer that the server never changes, by API name. */
export const fixedSettings: readonly string[] = [
  "ack_policy",
  "replay_policy",
  "max_waiting",
  "opt_start_seq",
  "opt_start_time",
  "mem_storage",
  "flow_control",
  "idle_heartbeat",
  "deliver_subject",
];

/** The fields that have one counterpart each in the server's configuration. */
export const consumerFields = {
  name: { api: "durable_name", codec: plain },
  description: { api: "description", codec: text },
  startFrom: { api: "deliver_policy", codec: { ...plain, decode: startFrom } },
  ackWait: { api: "ack_wait", codec: duration },
  maxDeliver: { api: "max_deliver", codec: limit },
  maxAckPending: { api: "max_ack_pending", codec: limit },
} as const satisfies Fields;

/** What the server fills in, and what this resource always sets. */
const fixed = { ack_policy: "explicit", replay_policy: "instant" } as const;
const serverDefaults = { ...fixed, max_waiting: 512 } as const;

/** The consumer as JetStream's API takes it. */
export function encodeConsumer(inputs: ConsumerInputs): Properties {
  const [filter, ...others] = inputs.filterSubjects ?? [];
  return {
    ...encodeFields(consumerFields, inputs),
    ...fixed,
    ...(others.length === 0 ? { filter_subject: filter } : { filter_subjects: inputs.filterSubjects }),
  };
}

/** A consumer in an answer of JetStream's API, as a program would write it. */
export function decodeConsumer(stream: string, config: Properties): ConsumerState {
  const { name: _, filter_subject, filter_subjects, ...settings } = config;
  const others = otherSettings(consumerFields, serverDefaults, settings);
  return {
    stream,
    ...decodeFields(consumerFields, config),
    filterSubjects: filter_subject ? [filter_subject] : (filter_subjects ?? []),
    ...(others && { otherSettings: others }),
  } as ConsumerState;
}

/** Other starting points can be found on a server, but not asked for. */
function startFrom(value: unknown): unknown {
  return value === "all" || value === "new" ? value : undefined;
}
