import type { UserDefinition } from "../acl/user";
import { consume } from "../acl/verbs/consume";
import { replayOf } from "../consumers/replays";
import { securityMonitor } from "../consumers/security-monitor";

/** Watches for suspicious sessions: reads its durable consumer and what it is given again, nothing else. */
export const securityMonitorUser = {
  name: "security-monitor",
  grants: [consume(securityMonitor), consume(replayOf(securityMonitor))],
} as const satisfies UserDefinition;
