import type { EventSubjectOf } from "../events/subjects";
import type { StreamDefinition } from "../streams/stream";
import type { Duration } from "../units";

/**
 * A durable pull consumer with explicit acknowledgement: its position survives restarts of its client, and a message
 * without an ack comes again after `ackWait`. https://docs.nats.io/nats-concepts/jetstream/consumers
 * Written for its stream, `ConsumerDefinition<typeof authEvents>`, a wrong stream or filter is an error of types.
 */
export interface ConsumerDefinition<Stream extends StreamDefinition = StreamDefinition> {
  readonly name: string;
  readonly description: string;
  /** Who answers for it: a handle of a person or team where the code is hosted, e.g. "@acme/billing". Reviews mention it. */
  readonly owner?: string;
  readonly stream: Stream["name"];
  /** Subjects that it gets; all lie within its stream's. */
  readonly filterSubjects: readonly (Stream["subjects"][number] | EventSubjectOf<Stream>)[];
  /**
   * Where a new consumer begins: with the oldest stored message, the next one, or the one with this sequence or of this
   * time ("time 2026-01-31T12:00:00Z").
   */
  readonly startFrom: "all" | "new" | `sequence ${number}` | `time ${string}Z`;
  readonly ackWait: Duration;
  /** Deliveries of one message before the server gives up on it. */
  readonly maxDeliver: number;
  /** Messages in flight without an ack before delivery pauses. */
  readonly maxAckPending: number;
  /** Whether its replicas take turns; see `oneReplicaAtATime`. Without, they share its messages. */
  readonly priorityPolicy?: "pinned_client";
  readonly priorityGroups?: readonly [string];
  readonly priorityTimeout?: Duration;
  /** Changes that may lose its position, each as the error names it, e.g. "startFrom all -> new". */
  readonly acknowledgeDataLoss?: readonly string[];
}
