import type { UserDefinition } from "../acl/user";
import { consume } from "../acl/verbs/consume";
import { analytics } from "../consumers/analytics";
import { replayOf } from "../consumers/replays";

/** Counts registrations and sign-ins: reads its durable consumer and what it is given again, nothing else. */
export const analyticsUser = {
  name: "analytics",
  grants: [consume(analytics), consume(replayOf(analytics))],
} as const satisfies UserDefinition;
