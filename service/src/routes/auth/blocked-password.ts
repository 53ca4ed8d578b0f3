import type { FastifyInstance } from "fastify";
import type { PasswordOwner } from "../../passwords/blocklist";
import { ProblemError } from "../../problems/problem-error";

const detail =
  "is too easy to guess: it is one of those that attackers try first, or made of your address, your name or ours. " +
  "Choose another one, for example a few words that have nothing to do with each other";

/** Ends the request with 400 when the password that `field` sets is on the blocklist. */
export function refuseBlocked(
  app: FastifyInstance,
  field: string,
  password: string,
  owner: PasswordOwner,
): void {
  if (!app.passwordBlocklist(password, owner)) return;
  throw new ProblemError("invalid-request", { detail: `${field} ${detail}`, errors: [{ field, detail }] });
}
