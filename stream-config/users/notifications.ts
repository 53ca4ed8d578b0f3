import { consume } from "../acl/grants";
import { notifications } from "../consumers/notifications";
import type { UserDefinition } from "./user";

/** Sends the welcome mail: reads its durable consumer, nothing else. */
export const notificationsUser = {
  name: "notifications",
  grants: [consume(notifications)],
} as const satisfies UserDefinition;
