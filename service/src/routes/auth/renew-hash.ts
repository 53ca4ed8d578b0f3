import type { FastifyInstance } from "fastify";
import { QueueFullError } from "../../passwords/work-queue";
import type { UserWithPassword } from "../../store/users";

/**
 * Hashes a password anew that has just proven right, when its hash was made with other parameters than are configured
 * now. With too much to do it is left for the next login.
 */
export async function renewHash(
  app: FastifyInstance,
  user: UserWithPassword,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  if (!app.passwords.isOutdated(user.passwordHash)) return;
  try {
    const nextHash = await app.passwords.hash(password, { purpose: "known-client", signal });
    await app.users.renewHash(user, nextHash);
  } catch (error) {
    if (!(error instanceof QueueFullError)) throw error;
  }
}
