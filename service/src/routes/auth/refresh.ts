import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { type EventSource, publishUserLoggedOut, publishUserTokenRefreshed } from "../../events";
import { ProblemError } from "../../problems/problem-error";
import {
  decodeRefreshToken,
  nextRefreshToken,
  type RefreshToken,
  refreshTokenHashes,
} from "../../tokens/refresh-token";
import { openAnswer, sealAnswer } from "../../tokens/sealed-answer";
import { refreshTokenField, type Tokens, tokensView } from "./fields";
import { issueTokens } from "./tokens";

const schema = {
  operationId: "refresh",
  tags: ["login"],
  summary: "Exchange a refresh token for new tokens",
  description:
    "A refresh token is good once. The same request within the repeat window gets the same answer; later it ends the session. Raises `auth.user.token_refreshed`, or `auth.user.logged_out` when the session ends.",
  body: Type.Object({ refreshToken: refreshTokenField }, { title: "Refresh" }),
  response: { 200: { ...tokensView, description: "The session's next tokens" } },
};
const problems = ["invalid-refresh-token", "store-unavailable"] as const;

/**
 * POST /auth/refresh: new tokens for a refresh token, which is good once (RFC 9700, section 2.2.2). The same request
 * within the repeat window gets the same answer; one that comes later ends the session.
 */
export const refreshRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post("/refresh", { schema, config: { problems } }, async (request) => {
    const presented = decodeRefreshToken(request.body.refreshToken);
    if (presented === undefined) throw new ProblemError("invalid-refresh-token");
    const next = nextRefreshToken(presented);
    const answer = issueTokens(app, next);
    const outcome = await rotate(app, request.events, presented, next, answer);
    if (outcome.kind === "rotated") return answer;
    if (outcome.kind === "repeated") return openAnswer(presented, outcome.sealedAnswer) as Tokens;
    if (outcome.kind === "reused") await endReused(app, request.events, presented);
    throw new ProblemError("invalid-refresh-token");
  });
};

/** The ids come from the token, unproven; the store writes nothing unless they are those of the session. */
function rotate(
  app: FastifyInstance,
  events: EventSource,
  presented: RefreshToken,
  next: RefreshToken,
  answer: Tokens,
) {
  const { userId, sessionId } = presented;
  const { tokenHash: nextTokenHash } = refreshTokenHashes(next);
  const sealedAnswer = sealAnswer(presented, answer);
  const rotation = { sessionId, userId, ...refreshTokenHashes(presented), nextTokenHash, sealedAnswer };
  const data = { userId, sessionId, timestamp: new Date().toISOString() };
  return publishUserTokenRefreshed(events, data, (event) => app.sessions.rotate(rotation, event));
}

/** Somebody has a copy of the token: its user or a thief may hold the next one (RFC 9700, section 4.14.2). */
async function endReused(
  app: FastifyInstance,
  events: EventSource,
  { userId, sessionId }: RefreshToken,
): Promise<void> {
  const data = {
    userId,
    sessionId,
    timestamp: new Date().toISOString(),
    reason: "refresh-token-reused",
  } as const;
  const outcome = await publishUserLoggedOut(events, data, (event) =>
    app.userSessions.revoke(userId, sessionId, event),
  );
  if (outcome === "unknown") return;
  app.metrics.refreshReuse.inc();
  app.log.warn({ userId, sessionId }, "A refresh token was used again; its session was ended");
}
