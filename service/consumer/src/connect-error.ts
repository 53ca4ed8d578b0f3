import { ErrorCode, NatsError } from "./nats-client";
import { messageOf } from "./trouble";

/** A connection to NATS can't be made for now; `cause` is what the client said. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";

  constructor(
    readonly user: string,
    options: { readonly cause: unknown },
  ) {
    super(`NATS ${whyNot(user, options.cause)}; it is tried on`, options);
  }
}

/** The codes of a login that was refused. */
export const refusals: ReadonlySet<string> = new Set([
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AuthenticationTimeout,
  ErrorCode.AccountExpired,
]);

function whyNot(user: string, cause: unknown): string {
  if (cause instanceof NatsError && refusals.has(cause.code)) {
    return `refuses the login of ${user} (${cause.code}): the servers don't know its key, or not yet; the seed's file is read anew each time`;
  }
  return `can't be reached as ${user}: ${messageOf(cause)}`;
}
