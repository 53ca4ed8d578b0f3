import type { Duration, Size } from "../units";

/**
 * A JetStream stream as this project declares it. Limits retention only: messages go when they are too old or too
 * many, never because a consumer has read them. https://docs.nats.io/nats-concepts/jetstream/streams
 */
export interface StreamDefinition {
  readonly name: string;
  readonly description: string;
  /** Who answers for it: a handle of a person or team where the code is hosted, e.g. "@acme/billing". Reviews mention it. */
  readonly owner?: string;
  /**
   * What its messages are when they are not events of the contract: copies of events under a subject of their own, or
   * what the servers say about consumers. It tells rules what to expect; the servers don't know of it.
   */
  readonly holds?: "copies" | "advisories";
  readonly subjects: readonly string[];
  readonly retention: "limits";
  readonly storage: "file" | "memory";
  /** What goes when a limit is reached: the oldest messages, or the new one (its publisher gets an error). */
  readonly discard: "old" | "new";
  readonly maxAge: Duration;
  readonly maxMessages: number;
  readonly maxBytes: Size;
  /**
   * Messages of each subject, which is an event type and not a user; beyond it the oldest of that subject go. It is the
   * same for all subjects. With it no event type can push out another's.
   */
  readonly maxMessagesPerSubject?: number;
  /** Servers that hold a copy. A stack with fewer servers lowers it to their number. */
  readonly replicas: 1 | 3 | 5;
  /** How long the server remembers a Nats-Msg-Id and drops a second message with it. */
  readonly duplicateWindow: Duration;
  /** Reads by sequence or subject are served by any replica. */
  readonly allowDirect: boolean;
  /**
   * Changes that may delete messages, each with its old and new value as the error names it, e.g.
   * "maxMessages 100000 -> 50000". It allows nothing else; take it out when the change is made.
   */
  readonly acknowledgeDataLoss?: readonly string[];
}
