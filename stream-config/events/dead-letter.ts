/** Header with the id of an event, the same in each copy of it. https://github.com/cloudevents/spec (NATS binding) */
export const eventIdHeader = "ce-id";

/** Headers of a dead letter, beside those that its event had. */
export const deadLetterHeaders = {
  consumer: "Dead-Letter-Consumer",
  reason: "Dead-Letter-Reason",
  deliveries: "Dead-Letter-Deliveries",
  time: "Dead-Letter-Time",
  stream: "Dead-Letter-Stream",
  sequence: "Dead-Letter-Sequence",
  subject: "Dead-Letter-Subject",
} as const;

/** What each of them says. */
export const deadLetterMeanings: Readonly<Record<keyof typeof deadLetterHeaders, string>> = {
  consumer: "The durable that gave the event up",
  reason: "Why, in its own words or the servers'",
  deliveries: "How often it was delivered",
  time: "When it was given up, RFC 3339",
  stream: "The stream that it was delivered from",
  sequence: "Its sequence there",
  subject: "Its subject there; missing when it was gone",
};

/** Header that tells an event given again from the first time: one value for each replay. */
export const replayHeader = "Auth-Replay";
