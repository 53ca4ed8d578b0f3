import { publish } from "../acl/grants";
import { authEvents } from "../streams/auth-events";
import type { UserDefinition } from "./user";

/** The auth service: the only user that may put events into the stream. */
export const authServiceUser = {
  name: "auth-service",
  grants: [
    publish(authEvents, [
      "auth.user.registered",
      "auth.user.logged_in",
      "auth.user.logged_out",
      "auth.user.token_refreshed",
    ]),
  ],
} as const satisfies UserDefinition;
