import { type Static, Type } from "typebox";
import type { EventDefinition } from "./event";
import { displayName, email, timestamp, userId } from "./fields";

const schema = Type.Object({ userId, email, name: displayName, timestamp }, { additionalProperties: false });

export type UserRegistered = Static<typeof schema>;

/** A new account exists. */
export const userRegistered = {
  subject: "auth.user.registered",
  description: "A new account exists",
  schema,
  example: {
    userId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
    email: "test@example.com",
    name: "Test User",
    timestamp: "2026-11-24T12:00:00.000Z",
  },
} as const satisfies EventDefinition;
