import { analytics } from "./analytics";
import { notifications } from "./notifications";
import { securityMonitor } from "./security-monitor";

export type { ConsumerDefinition } from "./consumer";
export { analytics, notifications, securityMonitor };

/** Every durable consumer that the stack declares. */
export const consumers = [notifications, analytics, securityMonitor] as const;
