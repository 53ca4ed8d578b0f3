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

/** The durables on which services get their events. */
export const eventConsumers = [notifications, analytics, securityMonitor] as const;

/** The durables on which they are given events again. */
export const replayConsumers = [notificationsReplay, analyticsReplay, securityMonitorReplay] as const;

/** Every durable consumer that the stack declares. */
export const consumers = [...eventConsumers, ...replayConsumers, deadLetters] as const;
