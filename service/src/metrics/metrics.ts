import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The service's metrics, in a registry of their own. Names and units follow https://prometheus.io/docs/practices/naming/ */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry with every metric of the service. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpDuration: new Histogram({
      name: "http_request_duration_seconds",
      help: "Time from a request's arrival to its answer",
      labelNames: ["method", "route", "status"],
      buckets: seconds,
      registers,
    }),
    eventsPublished: new Counter({
      name: "auth_events_published_total",
      help: "Events that JetStream has acknowledged",
      labelNames: ["type"],
      registers,
    }),
    eventFailures: new Counter({
      name: "auth_event_failures_total",
      help: "Attempts to publish an event that failed",
      labelNames: ["type", "error"],
      registers,
    }),
    eventsParked: new Counter({
      name: "auth_events_parked_total",
      help: "Events that the server refused for good and that wait for an operator",
      labelNames: ["type"],
      registers,
    }),
    publishDuration: new Histogram({
      name: "auth_event_publish_duration_seconds",
      help: "Time from sending an event to its acknowledgement by JetStream",
      buckets: seconds,
      registers,
    }),
    deadLetters: new Counter({
      name: "auth_dead_letters_total",
      help: "Events that a consumer gave up and that were copied to the dead letters",
      labelNames: ["consumer"],
      registers,
    }),
    outboxLag: new Histogram({
      name: "auth_outbox_lag_seconds",
      help: "Time from a state change to its event's acknowledgement by JetStream",
      buckets: [...seconds, 30, 60, 300, 900],
      registers,
    }),
    passwordsThrottled: new Counter({
      name: "auth_passwords_throttled_total",
      help: "Passwords that were refused unseen because too many of their account or network were wrong",
      labelNames: ["by"],
      registers,
    }),
    refreshesLimited: new Counter({
      name: "auth_refreshes_limited_total",
      help: "Refreshes that were refused because their session was refreshed too often",
      registers,
    }),
    refreshRepeats: new Counter({
      name: "auth_refresh_token_repeats_total",
      help: "Refresh tokens presented again and answered, with the same or new tokens, by the network they came from",
      labelNames: ["answer", "network"],
      registers,
    }),
    storeRefusals: new Counter({
      name: "auth_store_refusals_total",
      help: "Requests that were refused because the store is nearly full",
      labelNames: ["what"],
      registers,
    }),
    passwordsAtOnce: new Counter({
      name: "auth_passwords_at_once_total",
      help: "Passwords that were refused unseen because as many of their account or network were being checked",
      registers,
    }),
    registrationsThrottled: new Counter({
      name: "auth_registrations_throttled_total",
      help: "Registrations that were refused because their network has tried too many",
      registers,
    }),
    passwordsAbandoned: new Counter({
      name: "auth_passwords_abandoned_total",
      help: "Passwords that were not looked at because the client had gone",
      registers,
    }),
    refreshReuse: new Counter({
      name: "auth_refresh_token_reuse_total",
      help: "Refresh tokens that were used again, each of which ended its session",
      registers,
    }),
  };
}

/** Adds a gauge that is 1 while something holds, looked at when it is scraped, and else 0. */
export function measureState(registry: Registry, name: string, help: string, holds: () => boolean): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(holds() ? 1 : 0);
    },
  });
}
