/** Subjects of one pattern, renamed by another. https://docs.nats.io/nats-concepts/subject_mapping */
export interface SubjectTransform {
  readonly source?: string;
  /** Left out, they keep their names. */
  readonly destination?: string;
}

/** Another stream that messages are copied from. https://docs.nats.io/nats-concepts/jetstream/source_and_mirror */
export interface StreamSource {
  readonly name: string;
  readonly startSequence?: number;
  readonly startTime?: string;
  readonly filterSubject?: string;
  readonly subjectTransforms?: readonly SubjectTransform[];
  /** Prefixes of another account's or domain's API and of the subject that it delivers to. */
  readonly external?: { readonly api?: string; readonly deliver?: string };
  /** A durable consumer of that stream which delivers the copies, and the subject that it delivers to. */
  readonly consumer?: { readonly name: string; readonly deliverSubject: string };
}

/**
 * Every setting of a stream, by the names that this project gives them; what is left out has the server's default.
 * https://docs.nats.io/nats-concepts/jetstream/streams
 */
export interface StreamSettings {
  readonly name?: string;
  readonly description?: string;
  readonly subjects?: readonly string[];
  readonly retention?: string;
  readonly storage?: string;
  readonly discard?: string;
  readonly discardNewPerSubject?: boolean;
  readonly maxAge?: string;
  readonly maxMessages?: number;
  readonly maxBytes?: string;
  readonly maxMessagesPerSubject?: number;
  readonly maxMessageSize?: string;
  readonly maxConsumers?: number;
  readonly replicas?: number;
  readonly duplicateWindow?: string;
  readonly compression?: string;
  readonly allowDirect?: boolean;
  readonly denyDelete?: boolean;
  readonly denyPurge?: boolean;
  readonly allowRollup?: boolean;
  readonly allowMessageTtl?: boolean;
  readonly deleteMarkerTtl?: string;
  readonly allowCounter?: boolean;
  readonly allowAtomicPublish?: boolean;
  readonly allowBatchPublish?: boolean;
  readonly allowSchedules?: boolean;
  readonly persistMode?: string;
  readonly sealed?: boolean;
  readonly noAck?: boolean;
  readonly firstSequence?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly republish?: SubjectTransform & { readonly headersOnly?: boolean };
  readonly subjectTransform?: SubjectTransform;
  readonly placement?: { readonly cluster?: string; readonly tags?: readonly string[] };
  readonly mirror?: StreamSource;
  readonly sources?: readonly StreamSource[];
  readonly consumerLimits?: { readonly inactiveThreshold?: string; readonly maxAckPending?: number };
}

/** The name of a setting. */
export type StreamField = keyof StreamSettings;
