import type { FastifyInstance, FastifyRequest } from "fastify";
import { clientAddress, networkOf } from "../../client-address";
import { ProblemError } from "../../problems/problem-error";
import { type LoginAttempt, throttledAccount } from "../../store/login-throttle";

/**
 * Checks the password of the account with this address unless too many attempts have failed before; then the request
 * ends with 429 and no work is spent on it. `check` returns undefined for a wrong password, which is the only outcome
 * that counts as a failure.
 */
export async function throttled<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  email: string,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  request.account = throttledAccount(email);
  const login = { email, network: networkOf(clientAddress(request)) };
  await admit(app, login);
  const found = await checkOrTakeBack(app, login, check);
  if (found !== undefined) await app.loginThrottle.settle(login, "succeeded");
  return found;
}

async function admit(app: FastifyInstance, login: LoginAttempt): Promise<void> {
  const admission = await app.loginThrottle.admit(login);
  if (admission.kind === "admitted") return;
  app.metrics.passwordsThrottled.inc({ by: admission.because });
  throw new ProblemError("too-many-attempts", {
    headers: { "retry-after": String(admission.retryAfterSeconds) },
  });
}

async function checkOrTakeBack<T>(app: FastifyInstance, login: LoginAttempt, check: () => Promise<T>) {
  try {
    return await check();
  } catch (error) {
    await app.loginThrottle.settle(login, "undecided");
    throw error;
  }
}
