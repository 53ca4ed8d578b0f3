import { authEvents } from "../../../stream-config";
import type { ServiceContract } from "../../../stream-config/environment";
import { type Metrics, measured, measureEach, measureState, type Registry, sharedAnswer } from "../metrics";
import type { ConsumerInfo, JetStreamManager, StreamInfo } from "./client";
import type { NatsLink } from "./link";
import { measureRetention } from "./retention-metrics";

/** What is measured: the connection, whether this replica is the one that relays, and the stack's consumers. */
export interface MeasuredParts {
  readonly link: NatsLink;
  readonly relay: { readonly isLeading: boolean };
  readonly published: Metrics["eventsPublished"];
  readonly contract: ServiceContract;
}

/**
 * Measures connection and relay at each scrape, and, in the replica that relays, stream and consumers: what all would
 * tell alike is told once.
 */
export function measureNats(registry: Registry, parts: MeasuredParts): void {
  const { link, relay, published } = parts;
  measureState(registry, measured.natsConnected, () => link.isConnected);
  measureState(registry, measured.relayLeader, () => relay.isLeading);
  const streams = sharedAnswer(() => streamInfos(parts));
  const ofStreams = (read: (info: StreamInfo) => number) => async () =>
    (await streams()).map((info) => [info.config.name, read(info)] as const);
  measureEach(
    registry,
    measured.streamMessages,
    ofStreams(({ state }) => state.messages),
  );
  measureEach(
    registry,
    measured.streamBytes,
    ofStreams(({ state }) => state.bytes),
  );
  const consumers = sharedAnswer(() => consumerInfos(parts));
  const ofConsumers = (read: (info: ConsumerInfo) => number) => async () =>
    (await consumers()).map((info) => [info.name, read(info)] as const);
  measureEach(
    registry,
    measured.consumerPending,
    ofConsumers((info) => info.num_pending),
  );
  measureEach(
    registry,
    measured.consumerUnacknowledged,
    ofConsumers((info) => info.num_ack_pending),
  );
  measureRetention(registry, published, streams, consumers);
}

function streamInfos(parts: MeasuredParts): Promise<StreamInfo[]> {
  return ask(parts, (manager) => manager.streams.info(authEvents.name, { subjects_filter: ">" }));
}

async function consumerInfos(parts: MeasuredParts): Promise<ConsumerInfo[]> {
  const answers = parts.contract.consumers.map(({ name }) =>
    ask(parts, (manager) => manager.consumers.info(authEvents.name, name)),
  );
  return (await Promise.all(answers)).flat();
}

/** What JetStream answers the relaying replica; nothing when it can't be asked. */
async function ask<Info>(
  { link, relay }: MeasuredParts,
  question: (manager: JetStreamManager) => Promise<Info>,
): Promise<Info[]> {
  const { current, isConnected } = link;
  if (current === undefined || !isConnected || !relay.isLeading) return [];
  return question(current.jetstreamManager).then(
    (info) => [info],
    () => [],
  );
}
