import type { UserDefinition } from "../acl/user";
import { observe } from "../acl/verbs/observe";
import { publish } from "../acl/verbs/publish";
import { eventConsumers } from "../consumers";
import { authEvents } from "../streams/auth-events";

/** The auth service: the only user that may put events into the stream. It measures how far their consumers are. */
export const authServiceUser = {
  name: "auth-service",
  grants: [
    publish(authEvents, [
      "auth.user.registered",
      "auth.user.logged_in",
      "auth.user.logged_out",
      "auth.user.token_refreshed",
    ]),
    observe(authEvents, eventConsumers),
  ],
} as const satisfies UserDefinition;
