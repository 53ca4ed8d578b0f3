import { manage } from "../acl/grants";
import {
  analytics,
  analyticsReplay,
  deadLetters,
  notifications,
  notificationsReplay,
  securityMonitor,
  securityMonitorReplay,
} from "../consumers";
import { authEvents, authEventsAdvisories, authEventsDlq, authEventsReplay } from "../streams";
import type { UserDefinition } from "./user";

/** `pulumi up`: creates, changes and reads back streams and durable consumers; reads no message. */
export const streamAdminUser = {
  name: "stream-admin",
  grants: [
    manage(authEvents, [notifications, analytics, securityMonitor]),
    manage(authEventsDlq, []),
    manage(authEventsReplay, [notificationsReplay, analyticsReplay, securityMonitorReplay]),
    manage(authEventsAdvisories, [deadLetters]),
  ],
} as const satisfies UserDefinition;
