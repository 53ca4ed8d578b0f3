import type { FastifyInstance, FastifyRequest } from "fastify";
import { invalidToken, principalOf } from "../../plugins/authenticate";
import { ProblemError } from "../../problems/problem-error";
import type { UserWithPassword } from "../../store/users";
import { passwordWork } from "./password-work";
import { throttledInSession } from "./throttled-password";

/**
 * The user that the request speaks for, when the password is theirs: an access token alone must not be enough to take
 * an account over. Guesses are throttled as those of a login are.
 */
export async function confirmPassword(
  app: FastifyInstance,
  request: FastifyRequest,
  password: string,
  signal: AbortSignal,
): Promise<UserWithPassword> {
  const { userId, sessionId } = principalOf(request);
  const user = await app.users.find(userId);
  if (user === undefined) throw invalidToken();
  const { email, passwordHash } = user;
  const confirmed = await throttledInSession(app, request, { email, sessionId, signal }, async (job) =>
    (await passwordWork(app, app.passwords.verify(passwordHash, password, job))) ? user : undefined,
  );
  if (confirmed === undefined) throw wrongPassword();
  return confirmed;
}

/** What a request gets whose current password is not, or no longer, right. */
export function wrongPassword(): ProblemError {
  return new ProblemError("wrong-password");
}
