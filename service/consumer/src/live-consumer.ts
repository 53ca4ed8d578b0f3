import type { ConsumerConfig, ConsumerInfo, JetStreamClient } from "./nats-client";
import type { Durable } from "./reading-error";

/** What the server's configuration of a durable consumer says about its deliveries. */
export interface Deliveries {
  readonly max: number;
  readonly ackWaitMilliseconds: number;
  /** Set when only one of its clients gets messages at a time. */
  readonly pinned?: Pinning;
}

/** The group of clients of which one is pinned, until it hasn't asked for messages for so long. */
export interface Pinning {
  readonly group: string;
  readonly milliseconds: number;
}

/** Settings that the client doesn't know yet. https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-42.md */
interface PrioritySettings {
  readonly priority_policy?: string;
  readonly priority_groups?: readonly string[];
  readonly priority_timeout?: number;
}

/** A durable consumer as it is configured on the servers, which may be otherwise the next moment. */
export class LiveConsumer {
  #deliveries: Deliveries = { max: Number.POSITIVE_INFINITY, ackWaitMilliseconds: 30_000 };

  constructor(
    private readonly jetstream: JetStreamClient,
    private readonly from: Durable,
  ) {}

  /** As it was read last. */
  get deliveries(): Deliveries {
    return this.#deliveries;
  }

  /** Asks the servers. Throws NatsError. */
  async read(): Promise<ConsumerInfo> {
    const consumer = await this.jetstream.consumers.get(this.from.stream, this.from.durable);
    const info = await consumer.info(true);
    this.#deliveries = deliveriesOf(info.config);
    return info;
  }
}

function deliveriesOf(config: ConsumerConfig & PrioritySettings): Deliveries {
  const { max_deliver = -1, ack_wait = 30e9 } = config;
  const pinned = pinningOf(config);
  return {
    max: max_deliver < 1 ? Number.POSITIVE_INFINITY : max_deliver,
    ackWaitMilliseconds: ack_wait / 1e6,
    ...(pinned && { pinned }),
  };
}

function pinningOf({
  priority_policy,
  priority_groups: [group] = [],
  priority_timeout = 120e9,
}: PrioritySettings): Pinning | undefined {
  if (priority_policy !== "pinned_client" || group === undefined) return undefined;
  return { group, milliseconds: priority_timeout / 1e6 };
}
