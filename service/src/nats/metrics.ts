import type { ConsumerInfo, JetStreamManager, StreamInfo } from "nats";
import { Gauge, type Registry } from "prom-client";
import { authEvents, consumers } from "../../../stream-config";
import type { NatsLink } from "./link";

/** What is measured: the connection, and whether this replica is the one that relays. */
export interface Measured {
  readonly link: NatsLink;
  readonly relay: { readonly isLeading: boolean };
}

const consumerNames = consumers.filter(({ stream }) => stream === authEvents.name).map(({ name }) => name);

/**
 * Measures connection and relay at each scrape, and, in the replica that relays, stream and consumers: what all would
 * tell alike is told once.
 */
export function measureNats(registry: Registry, measured: Measured): void {
  const { link, relay } = measured;
  measureState(registry, "auth_nats_connected", "1 while NATS is connected", () => link.isConnected);
  measureState(
    registry,
    "auth_relay_leader",
    "1 where this replica relays the outbox",
    () => relay.isLeading,
  );
  const stream = (name: string, help: string, read: (info: StreamInfo) => number) =>
    measureStream(registry, measured, { name, help, read });
  stream("auth_stream_messages", "Messages in the stream", ({ state }) => state.messages);
  stream("auth_stream_bytes", "Size of the stream's messages", ({ state }) => state.bytes);
  const consumer = (name: string, help: string, read: (info: ConsumerInfo) => number) =>
    measureConsumers(registry, measured, { name, help, read });
  consumer(
    "auth_consumer_pending_messages",
    "Messages that a consumer has not got yet",
    (info) => info.num_pending,
  );
  consumer(
    "auth_consumer_unacknowledged_messages",
    "Messages that a consumer has got and not acknowledged",
    (info) => info.num_ack_pending,
  );
}

interface Measure<Info> {
  readonly name: string;
  readonly help: string;
  readonly read: (info: Info) => number;
}

function measureState(registry: Registry, name: string, help: string, holds: () => boolean): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(holds() ? 1 : 0);
    },
  });
}

function measureStream(
  registry: Registry,
  measured: Measured,
  { name, help, read }: Measure<StreamInfo>,
): void {
  new Gauge({
    name,
    help,
    labelNames: ["stream"],
    registers: [registry],
    async collect() {
      const info = await ask(measured, (manager) => manager.streams.info(authEvents.name));
      this.reset();
      if (info) this.set({ stream: authEvents.name }, read(info));
    },
  });
}

function measureConsumers(
  registry: Registry,
  measured: Measured,
  { name, help, read }: Measure<ConsumerInfo>,
): void {
  new Gauge({
    name,
    help,
    labelNames: ["consumer"],
    registers: [registry],
    async collect() {
      const infos = await Promise.all(
        consumerNames.map((consumer) =>
          ask(measured, (manager) => manager.consumers.info(authEvents.name, consumer)),
        ),
      );
      this.reset();
      for (const info of infos) if (info) this.set({ consumer: info.name }, read(info));
    },
  });
}

/** What JetStream answers the relaying replica; nothing when it can't be asked. */
async function ask<Info>(
  { link, relay }: Measured,
  question: (manager: JetStreamManager) => Promise<Info>,
): Promise<Info | undefined> {
  const { current, isConnected } = link;
  if (current === undefined || !isConnected || !relay.isLeading) return undefined;
  return question(current.jetstreamManager).catch(() => undefined);
}
