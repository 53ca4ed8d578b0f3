/** Header with the id of an event, the same in each copy of it. https://github.com/cloudevents/spec (NATS binding) */
export const eventIdHeader = "ce-id";

/** Headers of a dead letter, beside those that its event had. */
export const deadLetterHeaders = {
  consumer: "Dead-Letter-Consumer",
  reason: "Dead-Letter-Reason",
  deliveries: "Dead-Letter-Deliveries",
  /** When the consumer gave it up, RFC 3339. */
  time: "Dead-Letter-Time",
  /** Where the event was: its stream, sequence and subject. */
  stream: "Dead-Letter-Stream",
  sequence: "Dead-Letter-Sequence",
  subject: "Dead-Letter-Subject",
} as const;

/** Header that tells an event given again from the first time: one value for each replay. */
export const replayHeader = "Auth-Replay";
