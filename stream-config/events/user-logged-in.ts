import { type Static, Type } from "typebox";
import type { EventDefinition } from "./event";
import { email, ip, sessionId, timestamp, userAgent, userId } from "./fields";

const schema = Type.Object(
  { userId, email, sessionId, ip, userAgent: Type.Optional(userAgent), timestamp },
  { additionalProperties: false },
);

export type UserLoggedIn = Static<typeof schema>;

/** A session began with a correct password. */
export const userLoggedIn = {
  subject: "auth.user.logged_in",
  description: "A session began with a correct password",
  schema,
  example: {
    userId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
    email: "test@example.com",
    sessionId: "a7f3a1de-8c8b-4ff4-9d5c-0e1f6b1c7a11",
    ip: "203.0.113.7",
    userAgent: "Mozilla/5.0",
    timestamp: "2026-11-24T12:00:00.000Z",
  },
} as const satisfies EventDefinition;
