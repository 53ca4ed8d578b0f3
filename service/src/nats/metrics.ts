import type { ConsumerInfo, JetStreamManager, StreamInfo } from "nats";
import type { Registry } from "prom-client";
import { authEvents } from "../../../stream-config";
import type { ServiceContract } from "../../../stream-config/environment";
import { measureEach, measureState, sharedAnswer } from "../metrics";
import type { NatsLink } from "./link";
import { measureRetention, type PublishedCounter } from "./retention-metrics";

/** What is measured: the connection, whether this replica is the one that relays, and the stack's consumers. */
export interface Measured {
  readonly link: NatsLink;
  readonly relay: { readonly isLeading: boolean };
  readonly published: PublishedCounter;
  readonly contract: ServiceContract;
}

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
  const streams = sharedAnswer(() => streamInfos(measured));
  const stream = (name: string, help: string, read: (info: StreamInfo) => number) =>
    measureEach(registry, { name, help, label: "stream" }, streams, (info) => [info.config.name, read(info)]);
  stream("auth_stream_messages", "Messages in the stream", ({ state }) => state.messages);
  stream("auth_stream_bytes", "Size of the stream's messages", ({ state }) => state.bytes);
  const infos = sharedAnswer(() => consumerInfos(measured));
  const consumer = (name: string, help: string, read: (info: ConsumerInfo) => number) =>
    measureEach(registry, { name, help, label: "consumer" }, infos, (info) => [info.name, read(info)]);
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
  measureRetention(registry, measured.published, streams, infos);
}

function streamInfos(measured: Measured): Promise<StreamInfo[]> {
  return ask(measured, (manager) => manager.streams.info(authEvents.name, { subjects_filter: ">" }));
}

async function consumerInfos(measured: Measured): Promise<ConsumerInfo[]> {
  const answers = measured.contract.consumers.map(({ name }) =>
    ask(measured, (manager) => manager.consumers.info(authEvents.name, name)),
  );
  return (await Promise.all(answers)).flat();
}

/** What JetStream answers the relaying replica; nothing when it can't be asked. */
async function ask<Info>(
  { link, relay }: Measured,
  question: (manager: JetStreamManager) => Promise<Info>,
): Promise<Info[]> {
  const { current, isConnected } = link;
  if (current === undefined || !isConnected || !relay.isLeading) return [];
  return question(current.jetstreamManager).then(
    (info) => [info],
    () => [],
  );
}
