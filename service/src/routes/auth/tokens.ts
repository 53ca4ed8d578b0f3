import type { FastifyInstance } from "fastify";
import { encodeRefreshToken, type RefreshToken } from "../../tokens/refresh-token";
import type { Tokens } from "./fields";

/** The answer that hands a session's tokens out. */
export function issueTokens(app: FastifyInstance, refreshToken: RefreshToken): Tokens {
  const { userId, sessionId } = refreshToken;
  return {
    accessToken: app.accessTokens.issue(userId, sessionId),
    refreshToken: encodeRefreshToken(refreshToken),
    tokenType: "Bearer",
    expiresIn: app.accessTokens.ttlSeconds,
  };
}
