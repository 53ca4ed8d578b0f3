import { observe } from "../acl/grants";
import { analytics, notifications, securityMonitor } from "../consumers";
import { authEvents } from "../streams/auth-events";
import type { UserDefinition } from "./user";

/** Monitoring: state of the stream and lag of its consumers; reads no message. */
export const observerUser = {
  name: "observer",
  grants: [observe(authEvents, [notifications, analytics, securityMonitor])],
} as const satisfies UserDefinition;
