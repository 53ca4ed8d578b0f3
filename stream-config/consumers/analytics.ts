import { authEvents } from "../streams/auth-events";
import type { ConsumerDefinition } from "./consumer";

/** Counts registrations and sign-ins. */
export const analytics = {
  name: "analytics",
  description: "Counts registrations and sign-ins",
  stream: authEvents.name,
  filterSubjects: ["auth.user.*"],
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 10,
  maxAckPending: 1_000,
} as const satisfies ConsumerDefinition<typeof authEvents>;
