import type { FastifyInstance, FastifyRequest } from "fastify";
import { clientAddress, networksOf } from "../../http/client-address";
import type { PasswordJob } from "../../passwords/password-hasher";
import { QueueFullError } from "../../passwords/work-queue";
import { ProblemError } from "../../problems/problem-error";
import {
  type Admitted,
  createDeviceToken,
  deviceClient,
  type LoginAttempt,
  sessionClient,
  throttledAccount,
} from "../../store/login-throttle";
import { countAbandoned } from "./password-work";

/** Looks at a password; undefined when it is wrong, which is the only outcome that counts as a failure. */
export type PasswordCheck<T> = (job: PasswordJob) => Promise<T | undefined>;

/** The account that a password is tried for, and when nobody waits for the outcome any more. */
interface Tried {
  readonly email: string;
  readonly signal: AbortSignal;
}

/** Who has logged in, and the token that the client is known by from now on. */
export interface LoggedIn<T> {
  readonly who: T;
  readonly deviceToken: string;
}

/**
 * Checks the password of the account with this address unless too many attempts have failed before; then the request
 * ends with 429 and no work is spent on it. `deviceToken` is what the client got at an earlier login, if any.
 */
export async function throttledLogin<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  { deviceToken, ...tried }: Tried & { readonly deviceToken: string | undefined },
  check: PasswordCheck<T>,
): Promise<LoggedIn<T> | undefined> {
  const fresh = createDeviceToken();
  const tokenAfter = ({ relation }: Admitted) =>
    relation === "client" && deviceToken !== undefined ? deviceToken : fresh;
  const client = deviceToken === undefined ? {} : { client: deviceClient(deviceToken) };
  const { admitted, found } = await tryPassword(app, request, { ...tried, ...client }, check, tokenAfter);
  return found === undefined ? undefined : { who: found, deviceToken: tokenAfter(admitted) };
}

/** The same for who has proven by an access token that the session is theirs; it waits for its own failures alone. */
export async function throttledInSession<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  { sessionId, ...tried }: Tried & { readonly sessionId: string },
  check: PasswordCheck<T>,
): Promise<T | undefined> {
  return (await tryPassword(app, request, { ...tried, client: sessionClient(sessionId) }, check)).found;
}

type TokenAfter = (admitted: Admitted) => string | undefined;

async function tryPassword<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  { signal, ...who }: Omit<LoginAttempt, "networks"> & Tried,
  check: PasswordCheck<T>,
  tokenAfter: TokenAfter = () => undefined,
) {
  const account = throttledAccount(who.email);
  const login = { ...who, networks: networksOf(clientAddress(request)) };
  request.account = account;
  const attempt = async () => {
    const admitted = await admit(app, login);
    const purpose = admitted.relation === "client" ? "known-client" : "login";
    const found = await settled(app, admitted, () => check({ purpose, signal }), tokenAfter);
    return { admitted, found };
  };
  try {
    return await app.attemptTurns.run(`${account} ${who.client ?? login.networks[0]}`, attempt, signal);
  } catch (error) {
    throw error instanceof QueueFullError ? tooManyAtOnce(app) : countAbandoned(app, error);
  }
}

async function admit(app: FastifyInstance, login: LoginAttempt): Promise<Admitted> {
  const admission = await app.loginThrottle.admit(login);
  if (admission.kind === "admitted") return admission;
  if (admission.kind === "busy") throw tooManyAtOnce(app);
  app.metrics.passwordsThrottled.inc({ by: admission.because });
  throw new ProblemError("too-many-attempts", {
    headers: { "retry-after": String(admission.retryAfterSeconds) },
  });
}

async function settled<T>(
  app: FastifyInstance,
  admitted: Admitted,
  check: () => Promise<T | undefined>,
  tokenAfter: TokenAfter,
): Promise<T | undefined> {
  const found = await checkOrGiveUp(app, admitted, check);
  const outcome = found === undefined ? "failed" : "succeeded";
  await app.loginThrottle.settle(admitted, outcome, tokenAfter(admitted));
  return found;
}

async function checkOrGiveUp<T>(app: FastifyInstance, admitted: Admitted, check: () => Promise<T>) {
  try {
    return await check();
  } catch (error) {
    await app.loginThrottle.settle(admitted, "undecided");
    throw error;
  }
}

function tooManyAtOnce(app: FastifyInstance): ProblemError {
  app.metrics.passwordsAtOnce.inc();
  return new ProblemError("too-many-at-once");
}
