import type { FastifyInstance } from "fastify";
import { invalidToken } from "../../plugins/authenticate";
import { ProblemError } from "../../problems/problem-error";
import type { UserWithPassword } from "../../store/users";
import { passwordWork } from "./hash";

/** The user, when the password is theirs: an access token alone must not be enough to take an account over. */
export async function confirmPassword(
  app: FastifyInstance,
  userId: string,
  password: string,
): Promise<UserWithPassword> {
  const user = await app.users.find(userId);
  if (user === undefined) throw invalidToken();
  if (!(await passwordWork(app.passwords.verify(user.passwordHash, password)))) throw wrongPassword();
  return user;
}

/** What a request gets whose current password is not, or no longer, right. */
export function wrongPassword(): ProblemError {
  return new ProblemError("wrong-password");
}
