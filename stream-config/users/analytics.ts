import { consume } from "../acl/grants";
import { analytics } from "../consumers/analytics";
import { replayOf } from "../consumers/replays";
import type { UserDefinition } from "./user";

/** Counts registrations and sign-ins: reads its durable consumer and what it is given again, nothing else. */
export const analyticsUser = {
  name: "analytics",
  grants: [consume(analytics), consume(replayOf(analytics))],
} as const satisfies UserDefinition;
