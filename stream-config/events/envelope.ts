/** Who published an event. */
export interface EventMetadata {
  readonly service: string;
  readonly version: string;
  readonly environment: string;
}

/** The JSON body of every message. Its event id is the header `Nats-Msg-Id`. */
export interface EventEnvelope<Data = unknown> {
  readonly subject: string;
  readonly data: Data;
  readonly metadata: EventMetadata;
}
