import { toSeconds } from "../../../stream-config";
import type { Env } from "../../../stream-config/environment";
import type { SigningKey } from "./files";
import type { Secrets } from "./secrets";

/** How long sessions and their access tokens live, in seconds, and how often they are refreshed. */
export interface SessionLifetimes {
  readonly accessTtlSeconds: number;
  /** For how long a refresh token is good if unused. */
  readonly refreshTtlSeconds: number;
  /** From the login to the end of the session, however often it is refreshed. */
  readonly sessionTtlSeconds: number;
  /** For how long the same refresh is answered again; 0: never. */
  readonly refreshRepeatSeconds: number;
  /** How many times a session may be refreshed at once. */
  readonly refreshBurst: number;
  /** After which it may be one time more. */
  readonly refreshIntervalSeconds: number;
}

/** What tokens say and how long they and their sessions live. */
export interface TokenConfig extends SessionLifetimes {
  readonly issuer: string;
  /** In any order; their `nbf` says which of them signs when. */
  readonly signingKeys: readonly SigningKey[];
}

export function toTokens(env: Env, { signingKeys }: Secrets): TokenConfig {
  return {
    issuer: env.ISSUER,
    accessTtlSeconds: toSeconds(env.ACCESS_TOKEN_TTL),
    refreshTtlSeconds: toSeconds(env.REFRESH_TOKEN_TTL),
    sessionTtlSeconds: toSeconds(env.SESSION_TTL),
    refreshRepeatSeconds: toSeconds(env.REFRESH_REPEAT_WINDOW),
    refreshBurst: env.REFRESH_BURST,
    refreshIntervalSeconds: toSeconds(env.REFRESH_INTERVAL),
    signingKeys,
  };
}
