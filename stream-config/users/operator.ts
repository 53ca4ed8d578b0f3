import type { UserDefinition } from "../acl/user";
import { deposit } from "../acl/verbs/deposit";
import { observe } from "../acl/verbs/observe";
import { remove } from "../acl/verbs/remove";
import { replay } from "../acl/verbs/replay";
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
