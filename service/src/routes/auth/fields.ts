import { type Static, Type } from "typebox";

/** Fields that routes share. */

/** An address as browsers accept it (https://html.spec.whatwg.org/#valid-e-mail-address), white space around it allowed. */
export const emailField = Type.String({
  description: "E-mail address, in any case",
  examples: ["test@example.com"],
  maxLength: 254,
  pattern:
    "^\\s*[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-]+@[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?)*\\s*$",
});

/** The address that accounts are found by: without white space around it, in lower case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Something that is seen: U+3164 is a letter and U+2800 a symbol, and neither shows. */
const visible = "(?:(?!\\p{Default_Ignorable_Code_Point}|\\u2800)[\\p{L}\\p{N}\\p{P}\\p{S}])";

/** Web addresses, which mail programs turn into links wherever a mail quotes a name. */
const link = "(?:://|[wW]{3}\\.|[\\p{L}\\p{N}\\-]{2,}\\.\\p{L}{2,})";

/**
 * Characters of names: all but control characters, line breaks, broken surrogates, and formatting ones, which turn the
 * direction of a text around or hide in it. The joiners of Persian, Indian scripts and emoji are let in.
 */
const inName = "(?:[\\u200C\\u200D]|[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Noncharacter_Code_Point}])";

/** What people call themselves: something to see, on one line, and no link. */
export const nameField = Type.String({
  description:
    "Name, with something visible; with no control or formatting characters, line breaks or web addresses",
  examples: ["Test User"],
  maxLength: 100,
  pattern: `^(?=.*${visible})(?!.*${link})${inName}*$`,
});

/** Longest password, in characters (NIST SP 800-63B asks for at least 64). */
const passwordMaxLength = 128;

/** A password that is being set. */
export function newPasswordField(minLength: number) {
  return Type.String({
    description:
      "Password, of any characters; refused when it is common, or made of the user's or the service's name",
    examples: ["correct horse battery"],
    minLength,
    maxLength: passwordMaxLength,
  });
}

/** A password that is compared with the stored one; it may be from before the minimum length was raised. */
export const givenPasswordField = Type.String({
  description: "Password",
  examples: ["correct horse battery"],
  minLength: 1,
  maxLength: passwordMaxLength,
});

export const refreshTokenField = Type.String({
  description: "The newest refresh token of the session",
  examples: ["PGxCUrPRSlew7Qd1o3n0MqfzoR6MjEv0nVwOHxtscRF1bBkYp8a3lTbqjv5oIuVd"],
  minLength: 1,
  maxLength: 512,
});

const deviceTokenExamples = ["bR1uYx0N2gq8w7jv4mZ5cT9kLhQe3sAo"];

/** What the client got at an earlier login; any other one is as good as none. */
export const deviceTokenField = Type.String({
  description:
    "The device token of an earlier login to this account, which keeps others' wrong passwords from making this client wait",
  examples: deviceTokenExamples,
  minLength: 1,
  maxLength: 128,
});

const id = (description: string, example: string) =>
  Type.String({ format: "uuid", description, examples: [example] });

const time = (description: string) =>
  Type.String({ format: "date-time", description, examples: ["2026-11-24T12:00:00.000Z"] });

/** A user as clients see it. */
export const userView = Type.Object(
  {
    id: id("The user", "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90"),
    email: Type.String({ description: "E-mail address, in lower case", examples: ["test@example.com"] }),
    name: Type.String({ description: "Name as the user gave it", examples: ["Test User"] }),
    createdAt: time("When the account was registered"),
  },
  { title: "User" },
);

/** A session as its user sees it. Sessions from before their origin was kept lack it. */
export const sessionView = Type.Object(
  {
    id: id("The session: one login and its refreshes", "a7f3a1de-8c8b-4ff4-9d5c-0e1f6b1c7a11"),
    createdAt: time("When the login was"),
    lastUsedAt: Type.Optional(time("When its tokens were handed out last")),
    expiresAt: time("When the refresh token expires if unused"),
    ip: Type.Optional(
      Type.String({ description: "Where the login came from, IPv4 or IPv6", examples: ["203.0.113.7"] }),
    ),
    userAgent: Type.Optional(
      Type.String({ description: "User-Agent header of the login", examples: ["Mozilla/5.0"] }),
    ),
    current: Type.Boolean({
      description: "Whether the request's access token belongs to it",
      examples: [true],
    }),
  },
  { title: "Session" },
);

const tokenFields = {
  accessToken: Type.String({
    description: "For the Authorization header",
    examples: ["eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIzZjZjMWE1MiJ9.c2lnbmF0dXJl"],
  }),
  refreshToken: Type.String({
    description: "For the next refresh, and for that alone",
    examples: ["PGxCUrPRSlew7Qd1o3n0MqfzoR6MjEv0nVwOHxtscRF1bBkYp8a3lTbqjv5oIuVd"],
  }),
  tokenType: Type.Literal("Bearer"),
  expiresIn: Type.Integer({ description: "Seconds for which the access token is valid", examples: [600] }),
};

/** The tokens of a session (RFC 6749, section 5.1, in camel case). */
export const tokensView = Type.Object(tokenFields, { title: "Tokens" });

/** The tokens of a new session, what the client is known by at its next login, and whose it is. */
export const loginView = Type.Object(
  {
    ...tokenFields,
    deviceToken: Type.String({
      description:
        "Secret that this client keeps, beyond the session's end as well, and sends with its next login to this account",
      examples: deviceTokenExamples,
    }),
    user: userView,
  },
  { title: "Login" },
);

/** Tokens as clients get them. */
export type Tokens = Static<typeof tokensView>;

/** The answer of a route that has nothing to tell. */
export function nothing(description: string) {
  return Type.Null({ description });
}
