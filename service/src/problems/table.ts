/**
 * An error that a client can get: RFC 9457 problem type, title and status, in which case, the response header that says
 * what to do about it, and when to try again, in seconds, where that is always the same.
 */
export interface ProblemType {
  readonly status: number;
  readonly title: string;
  readonly when: string;
  readonly header?: "allow" | "retry-after" | "www-authenticate";
  readonly retryAfterSeconds?: number;
}

/** Every error that the service answers with, by the last part of its type URI. */
export const problems = {
  "invalid-request": {
    status: 400,
    title: "The request is not valid",
    when: "A field is missing or not in its form, which `errors` names; or the path has a broken escape.",
  },
  "malformed-json": {
    status: 400,
    title: "The body is not valid JSON",
    when: "The body ends early, is empty, is no JSON, is not UTF-8, or would set a prototype.",
  },
  "malformed-http": {
    status: 400,
    title: "This is not a valid HTTP request",
    when: "What arrives can't be read as HTTP/1.1. The connection is closed.",
  },
  "missing-token": {
    status: 401,
    title: "An access token is needed",
    when: "The Authorization header is missing or has no bearer token.",
    header: "www-authenticate",
  },
  "invalid-token": {
    status: 401,
    title: "The access token is not valid or no longer valid",
    when: "The access token is not one of this service, has expired, or was revoked; or its user is gone.",
    header: "www-authenticate",
  },
  "invalid-credentials": {
    status: 401,
    title: "E-mail address or password is wrong",
    when: "No account has the address, or the password is not the account's. Nobody is told which.",
    header: "www-authenticate",
  },
  "wrong-password": {
    status: 403,
    title: "The current password is wrong",
    when: "The current password is not the account's, or was changed meanwhile.",
  },
  "invalid-refresh-token": {
    status: 401,
    title: "The refresh token is not valid or no longer valid",
    when: "The refresh token is unknown or has expired; or it was used before and can't be repeated, which also ends its session.",
    header: "www-authenticate",
  },
  "not-found": {
    status: 404,
    title: "There is nothing here",
    when: "Nothing has this path, or the user has no such session.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This method is not supported here",
    when: "The path is known and the method is not one of those in Allow.",
    header: "allow",
  },
  "request-timeout": {
    status: 408,
    title: "The request took too long to arrive",
    when: "The request was not complete ten seconds after it began. The connection is closed.",
  },
  "email-taken": {
    status: 409,
    title: "The e-mail address already has an account",
    when: "An account with this address exists, in whatever case it is written.",
  },
  "payload-too-large": {
    status: 413,
    title: "The body is too large",
    when: "The body has more than 64 KiB.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body has to be application/json",
    when: "There is a body and the Content-Type is another one or missing; or its charset is not UTF-8, or it has a content coding.",
  },
  "too-many-attempts": {
    status: 429,
    title: "Too many passwords were wrong; wait before the next attempt",
    when: "Too many passwords were wrong for this account or from this network.",
    header: "retry-after",
  },
  "too-many-refreshes": {
    status: 429,
    title: "The session is refreshed too often; wait before the next refresh",
    when: "The session was refreshed many times in a short while. Its refresh token stays good.",
    header: "retry-after",
  },
  "too-many-at-once": {
    status: 429,
    title: "Too many passwords are being checked at once; try again",
    when: "As many passwords of this account, or from this network, are being checked as may be at once.",
    header: "retry-after",
    retryAfterSeconds: 1,
  },
  "too-many-registrations": {
    status: 429,
    title: "Too many registrations; wait before the next one",
    when: "Too many accounts were registered from this network, or too many addresses tried that are taken.",
    header: "retry-after",
  },
  "headers-too-large": {
    status: 431,
    title: "The request's headers are too large",
    when: "Request line and headers have more than 16 KiB. The connection is closed.",
  },
  "internal-error": {
    status: 500,
    title: "The service failed",
    when: "A fault of the service, which its log has under the request's id.",
  },
  overloaded: {
    status: 503,
    title: "The service is busy",
    when: "More passwords wait, or more requests are under way, than can be seen to in time. The connection may be closed.",
    header: "retry-after",
    retryAfterSeconds: 1,
  },
  "store-full": {
    status: 503,
    title: "The service has no room for this now",
    when: "The store is nearly full: registrations are refused first, then logins, refreshes last. Nothing was changed.",
    header: "retry-after",
    retryAfterSeconds: 30,
  },
  "store-unavailable": {
    status: 503,
    title: "The service can't reach its store",
    when: "Redis is away or refuses to serve; whether a change took effect is not known.",
    header: "retry-after",
    retryAfterSeconds: 2,
  },
} as const satisfies Record<string, ProblemType>;

/** The last part of a problem's type URI. */
export type ProblemName = keyof typeof problems;

/** The type URI of a problem. */
export function problemUri(name: ProblemName): string {
  return `urn:auth-stack:problem:${name}`;
}
