import { type Static, Type } from "typebox";
import type { EventDefinition } from "./event";
import { sessionId, timestamp, userId } from "./fields";

const schema = Type.Object({ userId, sessionId, timestamp }, { additionalProperties: false });

export type UserTokenRefreshed = Static<typeof schema>;

/** A session got new tokens for its refresh token. */
export const userTokenRefreshed = {
  subject: "auth.user.token_refreshed",
  description: "A session got new tokens for its refresh token",
  schema,
  example: {
    userId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
    sessionId: "a7f3a1de-8c8b-4ff4-9d5c-0e1f6b1c7a11",
    timestamp: "2026-11-24T12:00:00.000Z",
  },
} as const satisfies EventDefinition;
