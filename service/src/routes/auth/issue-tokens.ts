import type { FastifyInstance } from "fastify";
import type { NewAccess } from "../../store/sessions";
import { encodeRefreshToken, familyId, type RefreshToken } from "../../tokens/refresh-token";
import type { Tokens } from "./fields";

/** Tokens of a session that are not yet handed out. */
export interface NewTokens {
  readonly answer: Tokens;
  readonly access: NewAccess;
}

/** Makes the answer that hands a session's tokens out; none outlives the session's end, where that is known. */
export function issueTokens(
  app: FastifyInstance,
  refreshToken: RefreshToken,
  sessionEndsAt?: number,
): NewTokens {
  const { userId, sessionId } = refreshToken;
  const bearer = { userId, sessionId, family: familyId(refreshToken) };
  const access = app.accessTokens.issue(bearer, sessionEndsAt);
  const answer = {
    accessToken: access.token,
    refreshToken: encodeRefreshToken(refreshToken),
    tokenType: "Bearer",
    expiresIn: access.expiresAt - access.issuedAt,
  } as const;
  return { answer, access };
}
