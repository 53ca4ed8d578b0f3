import type { FastifyInstance, FastifyRequest } from "fastify";
import { invalidToken, principalOf } from "../../plugins/authenticate";
import { ProblemError } from "../../problems/problem-error";
import type { UserWithPassword } from "../../store/users";
import { passwordWork } from "./hash";
import { throttled } from "./throttled";

/**
 * The user that the request speaks for, when the password is theirs: an access token alone must not be enough to take
 * an account over. Guesses are throttled as those of a login are.
 */
export async function confirmPassword(
  app: FastifyInstance,
  request: FastifyRequest,
  password: string,
): Promise<UserWithPassword> {
  const user = await app.users.find(principalOf(request).userId);
  if (user === undefined) throw invalidToken();
  const confirmed = await throttled(app, request, user.email, async () =>
    (await passwordWork(app.passwords.verify(user.passwordHash, password))) ? user : undefined,
  );
  if (confirmed === undefined) throw wrongPassword();
  return confirmed;
}

/** What a request gets whose current password is not, or no longer, right. */
export function wrongPassword(): ProblemError {
  return new ProblemError("wrong-password");
}
