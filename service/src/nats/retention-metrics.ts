import { isWithin } from "../../../stream-config/subjects";
import { type Metrics, measured, measureEach, type Registry } from "../metrics";
import type { ConsumerInfo, StreamInfo } from "./client";
import { PublishRates } from "./publish-rates";
import { type KeptType, secondsKept, secondsUntilDiscard, storedAt } from "./retention";

/** Counts the events that JetStream has acknowledged, by type. */
type PublishedCounter = Metrics["eventsPublished"];

/**
 * Measures how far back the stream goes, and how long it will keep what consumers have not read, without a question
 * beside those that are asked anyway. Rates are those at which this replica publishes, so it has to be the one that relays.
 */
export function measureRetention(
  registry: Registry,
  published: PublishedCounter,
  streams: () => Promise<readonly StreamInfo[]>,
  consumers: () => Promise<readonly ConsumerInfo[]>,
): void {
  const rates = new PublishRates();
  const caughtUp = new Map<string, number>();
  const typesOf = async (info: StreamInfo) => {
    rates.note(nowInSeconds(), await totalsOf(published));
    const limit = limitOf(info);
    const counts = Object.entries(info.state.subjects ?? {});
    return new Map(
      counts.map(([type, kept]): [string, KeptType] => [type, { kept, limit, rate: rates.of(type) }]),
    );
  };
  const keptByType = async (info: StreamInfo) =>
    [...(await typesOf(info))].map(([type, kept]) => [type, secondsKept(maxAgeOf(info), kept)] as const);

  measureEach(registry, measured.streamOldestAge, async () =>
    (await streams()).map((info) => [info.config.name, oldestOf(info)] as const),
  );
  measureEach(registry, measured.typeMessages, async () =>
    (await streams()).flatMap(({ state }) => Object.entries(state.subjects ?? {})),
  );
  measureEach(registry, measured.typeKept, async () =>
    (await Promise.all((await streams()).map(keptByType))).flat(),
  );
  measureEach(registry, measured.consumerDiscard, async () => {
    const [[stream], infos] = await Promise.all([streams(), consumers()]);
    if (stream === undefined) return [];
    const types = await typesOf(stream);
    return infos.map((info) => {
      const read = [...types].filter(([type]) => filtersOf(info).some((filter) => isWithin(type, filter)));
      const unread = { messages: unreadOf(info), oldestAge: oldestAge(info, stream, caughtUp) };
      const kept = read.map(([, type]) => type);
      return [info.name, secondsUntilDiscard(maxAgeOf(stream), kept, unread)] as const;
    });
  });
}

/** Age of the oldest message, in seconds. */
function oldestOf({ state }: StreamInfo): number {
  return state.messages === 0 ? 0 : nowInSeconds() - seconds(state.first_ts);
}

/** Seconds; the live stream's, as all its limits: another contract needs no other image. 0 stands for no limit. */
function maxAgeOf({ config }: StreamInfo): number {
  return config.max_age === 0 ? Number.POSITIVE_INFINITY : config.max_age / 1e9;
}

/** Messages of each type; -1 stands for no limit. */
function limitOf({ config }: StreamInfo): number {
  return config.max_msgs_per_subject > 0 ? config.max_msgs_per_subject : Number.POSITIVE_INFINITY;
}

/** At most: an event that came after the consumer had read everything is younger than that moment. */
function oldestAge(info: ConsumerInfo, { state }: StreamInfo, caughtUp: Map<string, number>): number {
  const now = nowInSeconds();
  if (unreadOf(info) === 0) caughtUp.set(info.name, now);
  const ends = {
    first: { sequence: state.first_seq, at: seconds(state.first_ts) },
    last: { sequence: state.last_seq, at: seconds(state.last_ts) },
  };
  const stored = storedAt(info.ack_floor.stream_seq + 1, ends);
  return now - Math.max(stored, caughtUp.get(info.name) ?? 0);
}

function unreadOf({ num_pending, num_ack_pending }: ConsumerInfo): number {
  return num_pending + num_ack_pending;
}

function filtersOf({ config }: ConsumerInfo): readonly string[] {
  return config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : [">"]);
}

async function totalsOf(published: PublishedCounter) {
  const { values } = await published.get();
  return new Map(values.map(({ labels, value }) => [String(labels.type), value]));
}

function nowInSeconds(): number {
  return Date.now() / 1000;
}

function seconds(timestamp: string | Date): number {
  return new Date(timestamp).getTime() / 1000;
}
