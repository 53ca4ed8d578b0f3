import { authEventsAdvisories } from "../streams/auth-events-advisories";
import type { ConsumerDefinition } from "./consumer";

/** Copies what consumers gave up to the dead letters. It must not give up itself, so it tries for days. */
export const deadLetters = {
  name: "dead-letters",
  description: "Copies what consumers gave up to the dead letters",
  stream: authEventsAdvisories.name,
  filterSubjects: authEventsAdvisories.subjects,
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 100_000,
  maxAckPending: 100,
} as const satisfies ConsumerDefinition<typeof authEventsAdvisories>;
