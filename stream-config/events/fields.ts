import { Type } from "typebox";

/** Fields that events share. `personalData` marks what a reviewer has to know a consumer gets to see. */
export const userId = Type.String({ format: "uuid", description: "The user" });
export const sessionId = Type.String({
  format: "uuid",
  description: "The session: one login and its refreshes",
});
export const timestamp = Type.String({ format: "date-time", description: "When it happened, RFC 3339, UTC" });
export const email = Type.String({ maxLength: 254, description: "E-mail address", personalData: true });
export const displayName = Type.String({
  maxLength: 100,
  description: "Name as the user gave it",
  personalData: true,
});
export const ip = Type.String({ description: "Client address, IPv4 or IPv6", personalData: true });
export const userAgent = Type.String({
  maxLength: 256,
  description: "User-Agent header",
  personalData: true,
});
