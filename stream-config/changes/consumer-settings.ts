/**
 * Settings of a durable pull consumer, by the names that this project gives them; what is left out has the server's
 * default. https://docs.nats.io/nats-concepts/jetstream/consumers
 */
export interface ConsumerSettings {
  readonly stream?: string;
  readonly name?: string;
  readonly description?: string;
  readonly filterSubjects?: readonly string[];
  /** "all", "new", "last", "last per subject", "sequence 1042" or "time 2026-01-31T12:00:00Z". */
  readonly startFrom?: string;
  readonly ackWait?: string;
  readonly backoff?: readonly string[];
  readonly maxDeliver?: number;
  readonly maxAckPending?: number;
  readonly maxWaiting?: number;
  readonly maxBatch?: number;
  readonly maxExpires?: string;
  readonly maxRequestBytes?: string;
  readonly headersOnly?: boolean;
  readonly replayPolicy?: string;
  readonly sampleFrequency?: string;
  readonly inactiveThreshold?: string;
  readonly replicas?: number;
  readonly memoryStorage?: boolean;
  /** RFC 3339, in UTC. */
  readonly pauseUntil?: string;
  /** "none", "overflow", "pinned_client" or "prioritized". */
  readonly priorityPolicy?: string;
  readonly priorityGroups?: readonly string[];
  readonly priorityTimeout?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The name of a setting. */
export type ConsumerField = keyof Required<ConsumerSettings>;
