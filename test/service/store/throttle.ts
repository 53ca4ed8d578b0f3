import type { FastifyInstance } from "fastify";
import { keys } from "../../../service/src/store/keys";
import type { Admission, LoginAttempt } from "../../../service/src/store/login-throttle";
import type { OnFinished } from "../../support/servers";
import { newUser, startApp, startStack } from "../support";

/** The service that the tests of a file share, without messaging: what is counted is all in Redis. */
export async function startThrottle(onFinished: OnFinished): Promise<FastifyInstance> {
  const { config } = await startStack(onFinished);
  return (await startApp({ ...config, messaging: { kind: "off" } }, onFinished)).app;
}

const counters = [
  keys.accountFailures,
  keys.accountWaits,
  keys.networkFailures,
  keys.networkWaits,
] as const satisfies string[];

/** Lets time pass for all counters, in milliseconds. */
export async function passTime({ redis }: FastifyInstance, milliseconds: number): Promise<void> {
  for (const key of counters) {
    const ids = await redis.zrange(key, 0, "-1");
    await Promise.all(ids.map((id) => redis.zincrby(key, -milliseconds, id)));
  }
}

/** Makes all that had to wait go on waiting: a second may be over before the next look. */
export async function prolongWaits({ redis }: FastifyInstance): Promise<void> {
  for (const key of [keys.accountWaits, keys.networkWaits]) {
    const ids = await redis.zrange(key, 0, "-1");
    await Promise.all(ids.map((id) => redis.zincrby(key, 600_000, id)));
  }
}

let networks = 0;

/** An address that no other test of the process uses. */
export function newNetwork(): string {
  networks += 1;
  return `198.18.${networks >> 8}.${networks & 255}`;
}

/** An attempt on an address, from a network, that no other test has. */
export function newAttempt(more: Partial<LoginAttempt> = {}): LoginAttempt {
  return { email: newUser().email, networks: [newNetwork()], ...more };
}

/** Tries a password that is wrong, if it is looked at. */
export async function fail(app: FastifyInstance, login: LoginAttempt): Promise<Admission> {
  const admission = await app.loginThrottle.admit(login);
  if (admission.kind === "admitted") await app.loginThrottle.settle(admission, "failed");
  return admission;
}

/** Tries that many wrong passwords, one after the other. */
export async function failTimes(app: FastifyInstance, login: LoginAttempt, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await fail(app, login);
}

/** Tries a password that is right, if it is looked at. */
export async function succeed(
  app: FastifyInstance,
  login: LoginAttempt,
  device?: string,
): Promise<Admission> {
  const admission = await app.loginThrottle.admit(login);
  if (admission.kind === "admitted") await app.loginThrottle.settle(admission, "succeeded", device);
  return admission;
}

/** What was decided: "admitted", "busy", or what has to wait. */
export function verdictOf(admission: Admission): string {
  return admission.kind === "refused" ? admission.because : admission.kind;
}

/** Spans of time, in milliseconds. */
export const seconds = 1_000;
export const hours = 3_600 * seconds;

/** What time it is for Redis, in milliseconds since the epoch. */
export async function milliseconds({ redis }: FastifyInstance): Promise<number> {
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  return seconds * 1000 + microseconds / 1000;
}

/** Lets so many attempts on as many accounts fail, each after the wait that it meets. */
export async function failNetwork(
  app: FastifyInstance,
  networks: readonly [string, ...string[]],
  times: number,
): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const admission = await fail(app, newAttempt({ networks }));
    if (admission.kind !== "refused") continue;
    await app.redis.zrem(keys.networkWaits, ...networks);
    await fail(app, newAttempt({ networks }));
  }
}

/** How often a network may fail within its hour: each failure moves its counter on by that share. */
export async function allowanceOf(
  app: FastifyInstance,
  networks: readonly [string, ...string[]],
): Promise<number> {
  const scores: number[] = [];
  for (let failure = 0; failure < 2; failure += 1) {
    await fail(app, newAttempt({ networks }));
    scores.push(Number(await app.redis.zscore(keys.networkFailures, networks[0])));
  }
  await app.redis.zrem(keys.networkFailures, networks[0]);
  return Math.round(hours / (scores[1]! - scores[0]!));
}
