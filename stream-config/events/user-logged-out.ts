import { type Static, Type } from "typebox";
import type { EventDefinition } from "./event";
import { sessionId, timestamp, userId } from "./fields";

const reason = Type.Literal("refresh-token-reused", {
  description:
    "Only when its user did not end it: its refresh token was used again, which may mean that it was stolen",
});

const schema = Type.Object(
  { userId, sessionId, timestamp, reason: Type.Optional(reason) },
  { additionalProperties: false },
);

export type UserLoggedOut = Static<typeof schema>;

/** A session was ended by its user, or by the service when its refresh token was used again. */
export const userLoggedOut = {
  subject: "auth.user.logged_out",
  description: "A session was ended by its user, or by the service when its refresh token was used again",
  schema,
  example: {
    userId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
    sessionId: "a7f3a1de-8c8b-4ff4-9d5c-0e1f6b1c7a11",
    timestamp: "2026-11-24T12:00:00.000Z",
  },
} as const satisfies EventDefinition;
