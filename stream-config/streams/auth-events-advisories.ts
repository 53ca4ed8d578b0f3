import { authEvents } from "./auth-events";
import { authEventsReplay } from "./auth-events-replay";
import type { StreamDefinition } from "./stream";

/**
 * What the servers say when a consumer gives a message up: it ran out of deliveries, or was terminated. Nobody has to
 * listen at that moment. https://docs.nats.io/running-a-nats-service/nats_admin/monitoring/monitoring_jetstream
 */
export const authEventsAdvisories = {
  name: "auth-events-advisories",
  description: "Which messages ran out of deliveries or were terminated, as the servers tell it",
  holds: "advisories",
  subjects: [
    `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${authEvents.name}.*`,
    `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.${authEvents.name}.*`,
    `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${authEventsReplay.name}.*`,
    `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.${authEventsReplay.name}.*`,
  ],
  retention: "limits",
  storage: "file",
  discard: "old",
  maxAge: "7d",
  maxMessages: 100_000,
  maxBytes: "50MB",
  replicas: 3,
  duplicateWindow: "2m",
  allowDirect: false,
} as const satisfies StreamDefinition;
