import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { publishUserTokenRefreshed } from "../../events";
import { clientAddress, networkOf } from "../../http/client-address";
import { ProblemError } from "../../problems/problem-error";
import type { RotationOutcome } from "../../store/scripts/rotate-session";
import {
  decodeRefreshToken,
  nextRefreshToken,
  type RefreshToken,
  refreshTokenHashes,
} from "../../tokens/refresh-token";
import { openAnswer, sealAnswer } from "../../tokens/sealed-answer";
import { refreshTokenField, type Tokens, tokensView } from "./fields";
import { issueTokens } from "./issue-tokens";
import { endReused, noteRepeat } from "./refresh-repeats";

const schema = {
  operationId: "refresh",
  tags: ["login"],
  summary: "Exchange a refresh token for new tokens",
  description:
    "A refresh token is good once. The same request within the repeat window gets the same answer. Later it gets other new tokens as long as the first ones' refresh token was not used, and those are good no longer; otherwise it ends the session. A session may be refreshed many times at once, and then only now and again. Raises `auth.user.token_refreshed`, or `auth.user.logged_out` when the session ends.",
  body: Type.Object({ refreshToken: refreshTokenField }, { title: "Refresh" }),
  response: { 200: { ...tokensView, description: "The session's next tokens" } },
};
const problems = ["invalid-refresh-token", "too-many-refreshes", "store-unavailable"] as const;

/**
 * POST /auth/refresh: new tokens for a refresh token, which is good once (RFC 9700, section 2.2.2). Who lost the answer
 * may ask again: docs/adr/0018 says until when, and what ends the session.
 */
export const refreshRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post("/refresh", { schema, config: { problems, fills: "refreshes" } }, async (request) => {
    const presented = decodeRefreshToken(request.body.refreshToken);
    if (presented === undefined) throw new ProblemError("invalid-refresh-token");
    await refuseUnknown(app, presented);
    const { outcome, answer } = await exchange(app, request, presented);
    if (outcome.kind !== "unknown") request.provenUserId = presented.userId;
    app.refreshDoubt.note(outcome.kind === "unknown" ? "unknown" : "known");
    switch (outcome.kind) {
      case "rotated":
        return answer;
      case "replaced":
        noteRepeat(app, request, presented, { answer: "new", firstNetwork: outcome.firstNetwork });
        return answer;
      case "repeated":
        return repeat(app, request, presented, outcome.sealedAnswer);
      case "limited":
        throw tooMany(app, outcome.retryAfterSeconds);
      case "reused":
        await endReused(app, request.events, presented);
    }
    throw new ProblemError("invalid-refresh-token");
  });
};

/** A session that is refreshed in a loop would push other sessions' events out of the stream. */
function tooMany(app: FastifyInstance, retryAfterSeconds: number): ProblemError {
  app.metrics.refreshesLimited.inc();
  return new ProblemError("too-many-refreshes", { headers: { "retry-after": String(retryAfterSeconds) } });
}

/** While most tokens are of no session, none is worth a signature before the store has been asked. */
async function refuseUnknown(app: FastifyInstance, presented: RefreshToken): Promise<void> {
  if (!app.refreshDoubt.isHigh || (await app.sessions.isKnown(presented))) return;
  app.refreshDoubt.note("unknown");
  throw new ProblemError("invalid-refresh-token");
}

/** What a session's end is not known for before the store has looked: then the tokens are made anew to end with it. */
async function exchange(app: FastifyInstance, request: FastifyRequest, presented: RefreshToken) {
  const first = await rotate(app, request, presented);
  return first.outcome.kind === "ends" ? rotate(app, request, presented, first.outcome.endsAt) : first;
}

/** The ids come from the token, unproven; the store writes nothing unless they are those of the session. */
async function rotate(
  app: FastifyInstance,
  request: FastifyRequest,
  presented: RefreshToken,
  sessionEndsAt?: number,
): Promise<{ outcome: RotationOutcome; answer: Tokens }> {
  const { userId, sessionId } = presented;
  const next = nextRefreshToken(presented);
  const { answer, access } = issueTokens(app, next, sessionEndsAt);
  const network = networkOf(clientAddress(request));
  const rotation = {
    ...{ sessionId, userId, access, network },
    ...refreshTokenHashes(presented),
    nextTokenHash: refreshTokenHashes(next).tokenHash,
    sealedAnswer: sealAnswer(presented, { ...answer, network }),
  };
  const data = { userId, sessionId, timestamp: new Date().toISOString() };
  const outcome = await publishUserTokenRefreshed(request.events, data, (event) =>
    app.sessions.rotate(rotation, event),
  );
  return { outcome, answer };
}

/** The network is sealed with the answer: it is personal. */
function repeat(
  app: FastifyInstance,
  request: FastifyRequest,
  presented: RefreshToken,
  sealedAnswer: string,
): Tokens {
  const { network: firstNetwork, ...answer } = openAnswer(presented, sealedAnswer) as Tokens & {
    readonly network?: string;
  };
  noteRepeat(app, request, presented, { answer: "same", firstNetwork });
  return answer;
}
