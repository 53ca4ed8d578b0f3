import { observe } from "../acl/grants";
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

/** Monitoring: state of the streams and lag of their consumers; reads no message. */
export const observerUser = {
  name: "observer",
  grants: [
    observe(authEvents, [notifications, analytics, securityMonitor]),
    observe(authEventsDlq, []),
    observe(authEventsReplay, [notificationsReplay, analyticsReplay, securityMonitorReplay]),
    observe(authEventsAdvisories, [deadLetters]),
  ],
} as const satisfies UserDefinition;
