import type { UserDefinition } from "../acl/user";
import { manage } from "../acl/verbs/manage";
import { deadLetters, eventConsumers, replayConsumers } from "../consumers";
import { authEvents, authEventsAdvisories, authEventsDlq, authEventsReplay } from "../streams";

/** `pulumi up`: creates, changes and reads back streams and durable consumers; reads no message. */
export const streamAdminUser = {
  name: "stream-admin",
  grants: [
    manage(authEvents, eventConsumers),
    manage(authEventsDlq, []),
    manage(authEventsReplay, replayConsumers),
    manage(authEventsAdvisories, [deadLetters]),
  ],
} as const satisfies UserDefinition;
