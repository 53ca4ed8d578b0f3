import { consume } from "../acl/grants";
import { analytics } from "../consumers/analytics";
import { analyticsReplay } from "../consumers/replays";
import type { UserDefinition } from "./user";

/** Counts registrations and sign-ins: reads its durable consumer and what it is given again, nothing else. */
export const analyticsUser = {
  name: "analytics",
  grants: [consume(analytics), consume(analyticsReplay)],
} as const satisfies UserDefinition;
