import { analyticsUser } from "./analytics";
import { authServiceUser } from "./auth-service";
import { notificationsUser } from "./notifications";
import { observerUser } from "./observer";
import { securityMonitorUser } from "./security-monitor";
import { streamAdminUser } from "./stream-admin";

export type { UserDefinition } from "./user";
export {
  analyticsUser,
  authServiceUser,
  notificationsUser,
  observerUser,
  securityMonitorUser,
  streamAdminUser,
};

/** Every NATS user that the stack creates. */
export const users = [
  authServiceUser,
  streamAdminUser,
  observerUser,
  notificationsUser,
  analyticsUser,
  securityMonitorUser,
] as const;

/** The name of a NATS user of this stack. */
export type UserName = (typeof users)[number]["name"];
