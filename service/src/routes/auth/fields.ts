import { type Static, Type } from "typebox";

/** Fields that routes share. */

/** An address as browsers accept it (https://html.spec.whatwg.org/#valid-e-mail-address), white space around it allowed. */
export const emailField = Type.String({
  maxLength: 254,
  pattern:
    "^\\s*[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-]+@[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?)*\\s*$",
});

/** The address that accounts are found by: without white space around it, in lower case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** At least one visible character; no control characters, line breaks or broken surrogates. */
export const nameField = Type.String({
  maxLength: 100,
  pattern: "^(?=.*\\S)[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]*$",
});

/** Longest password, in characters (NIST SP 800-63B asks for at least 64). */
const passwordMaxLength = 128;

/** A password that is being set. */
export function newPasswordField(minLength: number) {
  return Type.String({ minLength, maxLength: passwordMaxLength });
}

/** A password that is compared with the stored one; it may be from before the minimum length was raised. */
export const givenPasswordField = Type.String({ minLength: 1, maxLength: passwordMaxLength });

export const refreshTokenField = Type.String({ minLength: 1, maxLength: 512 });

/** A user as clients see it. */
export const userView = Type.Object({
  id: Type.String({ format: "uuid" }),
  email: Type.String(),
  name: Type.String(),
  createdAt: Type.String({ format: "date-time" }),
});

/** A session as its user sees it. */
export const sessionView = Type.Object({
  id: Type.String({ format: "uuid" }),
  createdAt: Type.String({ format: "date-time" }),
  expiresAt: Type.String({ format: "date-time", description: "When the refresh token expires if unused" }),
  current: Type.Boolean({ description: "Whether the request's access token belongs to it" }),
});

/** The tokens of a session (RFC 6749, section 5.1, in camel case). */
export const tokensView = Type.Object({
  accessToken: Type.String(),
  refreshToken: Type.String(),
  tokenType: Type.Literal("Bearer"),
  expiresIn: Type.Integer({ description: "Seconds for which the access token is valid" }),
});

/** Tokens as clients get them. */
export type Tokens = Static<typeof tokensView>;
