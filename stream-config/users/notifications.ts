import { consume } from "../acl/grants";
import { notifications } from "../consumers/notifications";
import { replayOf } from "../consumers/replays";
import type { UserDefinition } from "./user";

/** Sends the welcome mail: reads its durable consumer and what it is given again, nothing else. */
export const notificationsUser = {
  name: "notifications",
  grants: [consume(notifications), consume(replayOf(notifications))],
} as const satisfies UserDefinition;
