import type { UserDefinition } from "../acl/user";
import { observe } from "../acl/verbs/observe";
import { deadLetters, eventConsumers, replayConsumers } from "../consumers";
import { authEvents, authEventsAdvisories, authEventsDlq, authEventsReplay } from "../streams";

/** Monitoring: state of the streams and lag of their consumers; reads no message. */
export const observerUser = {
  name: "observer",
  grants: [
    observe(authEvents, eventConsumers),
    observe(authEventsDlq, []),
    observe(authEventsReplay, replayConsumers),
    observe(authEventsAdvisories, [deadLetters]),
  ],
} as const satisfies UserDefinition;
