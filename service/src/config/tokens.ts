import { toSeconds } from "../../../stream-config";
import type { Env } from "../../../stream-config/environment";
import type { SigningKey } from "./files";
import type { Secrets } from "./secrets";

/** What tokens say and how long they and their sessions live. */
export interface TokenConfig {
  readonly issuer: string;
  readonly accessTtlSeconds: number;
  readonly refreshTtlSeconds: number;
  readonly sessionTtlSeconds: number;
  readonly refreshRepeatSeconds: number;
  readonly refreshBurst: number;
  readonly refreshIntervalSeconds: number;
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
