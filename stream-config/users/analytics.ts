import { consume } from "../acl/grants";
import { analytics } from "../consumers/analytics";
import type { UserDefinition } from "./user";

/** Counts registrations and sign-ins: reads its durable consumer, nothing else. */
export const analyticsUser = {
  name: "analytics",
  grants: [consume(analytics)],
} as const satisfies UserDefinition;
