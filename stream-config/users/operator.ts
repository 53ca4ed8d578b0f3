import { deposit, observe, remove, replay } from "../acl/grants";
import type { UserDefinition } from "../acl/user";
import { authEvents, authEventsDlq, authEventsReplay } from "../streams";

/** A person who looks at dead letters and gives a consumer events again; can't write under `auth.user.*`. */
export const operatorUser = {
  name: "operator",
  grants: [
    observe(authEvents, []),
    observe(authEventsDlq, []),
    replay(authEvents),
    replay(authEventsDlq),
    remove(authEventsDlq),
    deposit(authEventsReplay),
  ],
} as const satisfies UserDefinition;
