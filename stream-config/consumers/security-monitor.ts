import { authEvents } from "../streams/auth-events";
import type { ConsumerDefinition } from "./consumer";

/** Watches for suspicious sessions. */
export const securityMonitor = {
  name: "security-monitor",
  description: "Watches for suspicious sessions",
  stream: authEvents.name,
  filterSubjects: ["auth.user.*"],
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 10,
  maxAckPending: 1_000,
} as const satisfies ConsumerDefinition<typeof authEvents>;
