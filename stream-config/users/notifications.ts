import type { UserDefinition } from "../acl/user";
import { consume } from "../acl/verbs/consume";
import { notifications } from "../consumers/notifications";
import { replayOf } from "../consumers/replays";

/** Sends the welcome mail: reads its durable consumer and what it is given again, nothing else. */
export const notificationsUser = {
  name: "notifications",
  grants: [consume(notifications), consume(replayOf(notifications))],
} as const satisfies UserDefinition;
