import { analyticsUser } from "./analytics";
import { authServiceUser } from "./auth-service";
import { deadLettersUser } from "./dead-letters";
import { notificationsUser } from "./notifications";
import { observerUser } from "./observer";
import { operatorUser } from "./operator";
import { securityMonitorUser } from "./security-monitor";
import { streamAdminUser } from "./stream-admin";
import { streamBackupUser } from "./stream-backup";

export {
  analyticsUser,
  authServiceUser,
  deadLettersUser,
  notificationsUser,
  observerUser,
  operatorUser,
  securityMonitorUser,
  streamAdminUser,
  streamBackupUser,
};

/** Every NATS user that the stack creates. */
export const users = [
  authServiceUser,
  streamAdminUser,
  streamBackupUser,
  observerUser,
  operatorUser,
  deadLettersUser,
  notificationsUser,
  analyticsUser,
  securityMonitorUser,
] as const;

/** The name of a NATS user of this stack. */
export type UserName = (typeof users)[number]["name"];
