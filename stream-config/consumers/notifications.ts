import { authEvents } from "../streams/auth-events";
import type { ConsumerDefinition } from "./consumer";

/** Sends the welcome mail. */
export const notifications = {
  name: "notifications",
  description: "Sends the welcome mail",
  stream: authEvents.name,
  filterSubjects: ["auth.user.registered"],
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 10,
  maxAckPending: 1_000,
} as const satisfies ConsumerDefinition<typeof authEvents>;
