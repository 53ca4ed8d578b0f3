/** What a metric is: its name, with its unit (https://prometheus.io/docs/practices/naming/), and what it says. */
export interface Definition<
  Kind extends string = string,
  Labels extends readonly string[] = readonly string[],
> {
  readonly kind: Kind;
  readonly name: string;
  readonly help: string;
  readonly labels: Labels;
}

/** One whose values are spread over buckets, which are upper bounds in its unit. */
export interface HistogramDefinition<Labels extends readonly string[] = readonly string[]>
  extends Definition<"histogram", Labels> {
  readonly buckets: readonly number[];
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is counted or timed where it happens. */
export const counted = {
  httpDuration: histogram(
    "http_request_duration_seconds",
    "Time from a request's arrival to its answer",
    ["method", "route", "status"],
    seconds,
  ),
  eventsPublished: counter("auth_events_published_total", "Events that JetStream has acknowledged", ["type"]),
  eventFailures: counter("auth_event_failures_total", "Attempts to publish an event that failed", [
    "type",
    "error",
  ]),
  eventsParked: counter(
    "auth_events_parked_total",
    "Events that the server refused for good and that wait for an operator",
    ["type"],
  ),
  publishDuration: histogram(
    "auth_event_publish_duration_seconds",
    "Time from sending an event to its acknowledgement by JetStream",
    [],
    seconds,
  ),
  deadLetters: counter(
    "auth_dead_letters_total",
    "Events that a consumer gave up and that were copied to the dead letters",
    ["consumer"],
  ),
  outboxLag: histogram(
    "auth_outbox_lag_seconds",
    "Time from a state change to its event's acknowledgement by JetStream",
    [],
    [...seconds, 30, 60, 300, 900],
  ),
  passwordsThrottled: counter(
    "auth_passwords_throttled_total",
    "Passwords that were refused unseen because too many of their account or network were wrong",
    ["by"],
  ),
  refreshesLimited: counter(
    "auth_refreshes_limited_total",
    "Refreshes that were refused because their session was refreshed too often",
  ),
  refreshRepeats: counter(
    "auth_refresh_token_repeats_total",
    "Refresh tokens presented again and answered, with the same or new tokens, by the network they came from",
    ["answer", "network"],
  ),
  storeRefusals: counter(
    "auth_store_refusals_total",
    "Requests that were refused because the store is nearly full",
    ["what"],
  ),
  passwordsAtOnce: counter(
    "auth_passwords_at_once_total",
    "Passwords that were refused unseen because as many of their account or network were being checked",
  ),
  registrationsThrottled: counter(
    "auth_registrations_throttled_total",
    "Registrations that were refused because their network has tried too many",
  ),
  passwordsAbandoned: counter(
    "auth_passwords_abandoned_total",
    "Passwords that were not looked at because the client had gone",
  ),
  refreshReuse: counter(
    "auth_refresh_token_reuse_total",
    "Refresh tokens that were used again, each of which ended its session",
  ),
} as const;

/** What is looked at when it is scraped, where something says how: see `measure`. */
export const measured = {
  passwordQueueDepth: gauge("auth_password_queue_depth", "Passwords that wait to be hashed or verified"),
  redisConnected: gauge("auth_redis_connected", "1 while Redis is connected"),
  storeUsed: gauge("auth_store_used_ratio", "Part of Redis's memory that is used"),
  outboxUsed: gauge("auth_outbox_used_ratio", "Part of Redis's memory that the outbox takes"),
  outboxEvents: gauge(
    "auth_outbox_events",
    "Events in the outbox (state waiting) and those refused for good (state parked)",
    ["state"],
  ),
  outboxOldestAge: gauge(
    "auth_outbox_oldest_age_seconds",
    "Age of the oldest event in the outbox; 0 when it is empty",
  ),
  shed: counter(
    "auth_shed_total",
    "Requests (reasons requests, pipelined) and connections (reason connections) that were turned away",
    ["reason"],
  ),
  requestsUnderWay: gauge("auth_requests_under_way", "Requests that have no answer yet"),
  connections: gauge("auth_connections", "Open connections of clients"),
  natsConnected: gauge("auth_nats_connected", "1 while NATS is connected"),
  relayLeader: gauge("auth_relay_leader", "1 where this replica relays the outbox"),
  streamMessages: gauge("auth_stream_messages", "Messages in the stream", ["stream"]),
  streamBytes: gauge("auth_stream_bytes", "Size of the stream's messages", ["stream"]),
  consumerPending: gauge("auth_consumer_pending_messages", "Messages that a consumer has not got yet", [
    "consumer",
  ]),
  consumerUnacknowledged: gauge(
    "auth_consumer_unacknowledged_messages",
    "Messages that a consumer has got and not acknowledged",
    ["consumer"],
  ),
  streamOldestAge: gauge("auth_stream_oldest_age_seconds", "Age of the oldest message in the stream", [
    "stream",
  ]),
  typeMessages: gauge("auth_stream_type_messages", "Messages of an event type in the stream", ["type"]),
  typeKept: gauge(
    "auth_stream_type_kept_seconds",
    "For how long an event is kept at the present rate of its type",
    ["type"],
  ),
  consumerDiscard: gauge(
    "auth_consumer_discard_seconds",
    "Time until the oldest event that a consumer has not acknowledged is discarded, at the present rates",
    ["consumer"],
  ),
} as const;

function counter(name: string, help: string): Definition<"counter", readonly []>;
function counter<const Labels extends readonly string[]>(
  name: string,
  help: string,
  labels: Labels,
): Definition<"counter", Labels>;
function counter(name: string, help: string, labels: readonly string[] = []): Definition<"counter"> {
  return { kind: "counter", name, help, labels };
}

function gauge(name: string, help: string): Definition<"gauge", readonly []>;
function gauge<const Labels extends readonly string[]>(
  name: string,
  help: string,
  labels: Labels,
): Definition<"gauge", Labels>;
function gauge(name: string, help: string, labels: readonly string[] = []): Definition<"gauge"> {
  return { kind: "gauge", name, help, labels };
}

function histogram<const Labels extends readonly string[]>(
  name: string,
  help: string,
  labels: Labels,
  buckets: readonly number[],
): HistogramDefinition<Labels> {
  return { kind: "histogram", name, help, labels, buckets };
}
