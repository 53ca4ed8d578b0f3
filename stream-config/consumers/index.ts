import { analytics } from "./analytics";
import { deadLetters } from "./dead-letters";
import { notifications } from "./notifications";
import { analyticsReplay, notificationsReplay, securityMonitorReplay } from "./replays";
import { securityMonitor } from "./security-monitor";

export type { ConsumerDefinition } from "./consumer";
export { ownerOf, replayable } from "./replays";
export {
  analytics,
  analyticsReplay,
  deadLetters,
  notifications,
  notificationsReplay,
  securityMonitor,
  securityMonitorReplay,
};

/** Every durable consumer that the stack declares. */
export const consumers = [
  notifications,
  analytics,
  securityMonitor,
  notificationsReplay,
  analyticsReplay,
  securityMonitorReplay,
  deadLetters,
] as const;
