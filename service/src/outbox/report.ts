import type { FastifyBaseLogger } from "fastify";
import { events } from "../../../stream-config";
import { withoutRedaction } from "../log";
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

/** What a report works with. */
export interface ReportParts {
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly personalData: "redacted" | "shown";
  /** Takes what has been published, and the seconds that it took. */
  readonly trace: ((entry: StoredEntry, seconds: number) => void) | undefined;
}

/** Tells log, metrics and trace what became of events. */
export class OutboxReport {
  /** Events whose failure was logged: attempts repeat for as long as an outage lasts. */
  readonly #failed = new Set<string>();
  readonly #successes: FastifyBaseLogger;

  constructor(private readonly parts: ReportParts) {
    this.#successes = withoutRedaction(parts.log);
  }

  published(entry: StoredEntry, { seconds }: Published): void {
    const { subject, data } = entry.event;
    this.#failed.delete(entry.id);
    const { metrics, trace } = this.parts;
    metrics.eventsPublished.inc({ type: subject });
    metrics.publishDuration.observe(seconds);
    metrics.outboxLag.observe(Math.max(0, Date.now() - writtenAt(entry)) / 1000);
    trace?.(entry, seconds);
    this.#successes.info(
      { event: subject, userId: data.userId, timestamp: data.timestamp },
      "Auth event published successfully",
    );
  }

  /** Will be tried again. Logged once per event, counted each time. */
  failed(entry: StoredEntry, { code, error }: PublishFailure): void {
    this.parts.metrics.eventFailures.inc({ type: entry.event.subject, error: code });
    if (this.#failed.has(entry.id)) return;
    if (this.#failed.size >= maxRemembered) this.#failed.clear();
    this.#failed.add(entry.id);
    this.#logFailure(entry, error);
  }

  /** Will not be tried again and waits among the parked. */
  parked(entry: StoredEntry, { code, error }: PublishFailure): void {
    this.#failed.delete(entry.id);
    this.parts.metrics.eventFailures.inc({ type: entry.event.subject, error: code });
    this.parts.metrics.eventsParked.inc({ type: entry.event.subject });
    this.#logFailure(entry, error);
  }

  /** Something else than an event lay in the outbox and was parked. */
  unreadable(streamId: string): void {
    this.parts.metrics.eventsParked.inc({ type: "unreadable" });
    this.parts.log.error({ streamId }, "Unreadable outbox entry parked");
  }

  #logFailure({ event }: StoredEntry, error: string): void {
    const { log, personalData } = this.parts;
    const payload = personalData === "shown" ? event.data : redactPersonalData(event.data);
    log.error({ event: event.subject, error, payload }, "Failed to publish auth event");
  }
}

/** The data with what the contract marks as personal left out. */
export function redactPersonalData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, personalFields.has(name) ? "[redacted]" : value]),
  );
}
