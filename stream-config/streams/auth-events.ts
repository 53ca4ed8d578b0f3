import type { StreamDefinition } from "./stream";

/** Every registration, login, refresh and logout of the last seven days. */
export const authEvents = {
  name: "auth-events",
  description: "Registrations, logins, token refreshes and logouts",
  subjects: ["auth.user.*"],
  retention: "limits",
  storage: "file",
  discard: "old",
  maxAge: "7d",
  maxMessages: 100_000,
  maxBytes: "100MB",
  // Five event types have room at the same time; the largest events of the four that there are, in bytes as well.
  maxMessagesPerSubject: 20_000,
  replicas: 3,
  duplicateWindow: "10m",
  allowDirect: true,
} as const satisfies StreamDefinition;
