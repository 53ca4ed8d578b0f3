import type { FastifyBaseLogger } from "fastify";
import { events } from "../../../stream-config";
import { withoutRedaction } from "../logger";
import type { Metrics } from "../metrics";
import type { Published, PublishFailure } from "./publisher";
import { type StoredEntry, writtenAt } from "./stored-entry";

const personalFields: ReadonlySet<string> = new Set(
  events.flatMap(({ schema }) =>
    Object.entries(schema.properties).flatMap(([name, field]) => ("personalData" in field ? [name] : [])),
  ),
);

/** More than the entries that can fail between two that succeed. */
const maxRemembered = 1_000;

/** Tells log and metrics what became of events. */
export class OutboxReport {
  /** Events whose failure was logged: attempts repeat for as long as an outage lasts. */
  readonly #failed = new Set<string>();
  readonly #successes: FastifyBaseLogger;

  constructor(
    private readonly log: FastifyBaseLogger,
    private readonly metrics: Metrics,
    /** Takes what has been published, and the seconds that it took. */
    private readonly trace: (entry: StoredEntry, seconds: number) => void = () => undefined,
  ) {
    this.#successes = withoutRedaction(log);
  }

  published(entry: StoredEntry, { seconds }: Published): void {
    const { subject, data } = entry.event;
    this.#failed.delete(entry.id);
    this.metrics.eventsPublished.inc({ type: subject });
    this.metrics.publishDuration.observe(seconds);
    this.trace(entry, seconds);
    this.metrics.outboxLag.observe(Math.max(0, Date.now() - writtenAt(entry)) / 1000);
    this.#successes.info(
      { event: subject, userId: data.userId, timestamp: data.timestamp },
      "Auth event published successfully",
    );
  }

  /** Will be tried again. Logged once per event, counted each time. */
  failed(entry: StoredEntry, { code, error }: PublishFailure): void {
    this.metrics.eventFailures.inc({ type: entry.event.subject, error: code });
    if (this.#failed.has(entry.id)) return;
    if (this.#failed.size >= maxRemembered) this.#failed.clear();
    this.#failed.add(entry.id);
    this.#logFailure(entry, error);
  }

  /** Will not be tried again and waits among the parked. */
  parked(entry: StoredEntry, { code, error }: PublishFailure): void {
    this.#failed.delete(entry.id);
    this.metrics.eventFailures.inc({ type: entry.event.subject, error: code });
    this.metrics.eventsParked.inc({ type: entry.event.subject });
    this.#logFailure(entry, error);
  }

  /** Something else than an event lay in the outbox and was parked. */
  unreadable(streamId: string): void {
    this.metrics.eventsParked.inc({ type: "unreadable" });
    this.log.error({ streamId }, "Unreadable outbox entry parked");
  }

  #logFailure({ event }: StoredEntry, error: string): void {
    const payload = redactPersonalData(event.data);
    this.log.error({ event: event.subject, error, payload }, "Failed to publish auth event");
  }
}

/** The data with what the contract marks as personal left out. */
export function redactPersonalData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, personalFields.has(name) ? "[redacted]" : value]),
  );
}
