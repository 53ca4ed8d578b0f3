import { toSeconds } from "../units";
import type { Env } from "./env";
import type { ConfigProblem } from "./problem";

/**
 * Each pair's first lasts no longer than its second: an answer that is repeated holds an access token that must still be
 * good, an access token would outlive the session that it belongs to, a refresh token the end that no refresh puts off.
 */
export const lifetimePairs = [
  ["REFRESH_REPEAT_WINDOW", "ACCESS_TOKEN_TTL"],
  ["ACCESS_TOKEN_TTL", "REFRESH_TOKEN_TTL"],
  ["REFRESH_TOKEN_TTL", "SESSION_TTL"],
] as const satisfies readonly (readonly [keyof Env, keyof Env])[];

/** What is wrong with how two lifetimes relate. */
export function lifetimeProblems(
  [shorter, longer]: (typeof lifetimePairs)[number],
  env: Env,
): ConfigProblem[] {
  if (toSeconds(env[shorter]) <= toSeconds(env[longer])) return [];
  return [
    { key: shorter, value: env[shorter], fix: `Write no more than ${longer}, which is ${env[longer]}.` },
  ];
}
