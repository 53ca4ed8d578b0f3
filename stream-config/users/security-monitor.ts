import { consume } from "../acl/grants";
import { securityMonitor } from "../consumers/security-monitor";
import type { UserDefinition } from "./user";

/** Watches for suspicious sessions: reads its durable consumer, nothing else. */
export const securityMonitorUser = {
  name: "security-monitor",
  grants: [consume(securityMonitor)],
} as const satisfies UserDefinition;
