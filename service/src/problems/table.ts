/**
 * An error that a client can get: RFC 9457 problem type, title and status, and when to try again, in seconds, where that
 * is always the same.
 */
export interface ProblemType {
  readonly status: number;
  readonly title: string;
  readonly retryAfterSeconds?: number;
}

/** Every error that the service answers with, by the last part of its type URI. */
export const problems = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  "malformed-json": { status: 400, title: "The body is not valid JSON" },
  "missing-token": { status: 401, title: "An access token is needed" },
  "invalid-token": { status: 401, title: "The access token is not valid or no longer valid" },
  "invalid-credentials": { status: 401, title: "E-mail address or password is wrong" },
  "wrong-password": { status: 401, title: "The current password is wrong" },
  "invalid-refresh-token": { status: 401, title: "The refresh token is not valid or no longer valid" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This method is not supported here" },
  "email-taken": { status: 409, title: "The e-mail address already has an account" },
  "payload-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body has to be application/json" },
  "too-many-attempts": {
    status: 429,
    title: "Too many passwords were wrong; wait before the next attempt",
  },
  "internal-error": { status: 500, title: "The service failed" },
  overloaded: { status: 503, title: "The service is busy", retryAfterSeconds: 1 },
  "store-unavailable": { status: 503, title: "The service can't reach its store", retryAfterSeconds: 2 },
} as const satisfies Record<string, ProblemType>;

/** The last part of a problem's type URI. */
export type ProblemName = keyof typeof problems;

/** The type URI of a problem. */
export function problemUri(name: ProblemName): string {
  return `urn:auth-stack:problem:${name}`;
}
