import { manage } from "../acl/grants";
import { analytics, notifications, securityMonitor } from "../consumers";
import { authEvents } from "../streams/auth-events";
import type { UserDefinition } from "./user";

/** `pulumi up`: creates, changes and reads back streams and durable consumers; reads no message. */
export const streamAdminUser = {
  name: "stream-admin",
  grants: [manage(authEvents, [notifications, analytics, securityMonitor])],
} as const satisfies UserDefinition;
