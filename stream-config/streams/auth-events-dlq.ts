import type { StreamDefinition } from "./stream";

/**
 * Dead letters: events that a consumer could not handle, one subject per consumer. They hold personal data for longer
 * than `auth-events` does, so their age is bounded too.
 */
export const authEventsDlq = {
  name: "auth-events-dlq",
  description: "Events that a consumer could not handle, with the reason",
  holds: "copies",
  subjects: ["auth.dlq.*"],
  retention: "limits",
  storage: "file",
  discard: "old",
  maxAge: "14d",
  maxMessages: 10_000,
  maxBytes: "50MB",
  replicas: 3,
  duplicateWindow: "1h",
  allowDirect: true,
} as const satisfies StreamDefinition;

/** The subject of a consumer's dead letters. */
export function deadLetterSubject<Consumer extends string>(consumer: Consumer): `auth.dlq.${Consumer}` {
  return `auth.dlq.${consumer}`;
}
