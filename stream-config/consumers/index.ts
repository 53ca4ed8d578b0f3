import { analytics } from "./analytics";
import { deadLetters } from "./dead-letters";
import { notifications } from "./notifications";
import { analyticsReplay, notificationsReplay, ownerOf, securityMonitorReplay } from "./replays";
import { securityMonitor } from "./security-monitor";

export type { ConsumerDefinition } from "./consumer";
export {
  analytics,
  analyticsReplay,
  deadLetters,
  notifications,
  notificationsReplay,
  ownerOf,
  securityMonitor,
  securityMonitorReplay,
};

/** The durables on which services get their events. */
export const eventConsumers = [notifications, analytics, securityMonitor] as const;

/** The durables on which they are given events again. */
export const replayConsumers = [notificationsReplay, analyticsReplay, securityMonitorReplay] as const;

/** The consumers whose services can be given events again. */
export const replayable: readonly string[] = replayConsumers.map(({ name }) => ownerOf(name));

/** Every durable consumer that the stack declares. */
export const consumers = [...eventConsumers, ...replayConsumers, deadLetters] as const;
