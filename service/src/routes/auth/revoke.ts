import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { publishUserLoggedOut } from "../../events";
import { decodeRefreshToken, refreshTokenHashes } from "../../tokens/refresh-token";
import { endSession } from "./logout";

const schema = {
  operationId: "revoke",
  tags: ["login"],
  summary: "End the session of a token",
  description:
    "Token revocation of RFC 7009: ends the session that a refresh or an access token belongs to, with all its tokens. Needs no access token, so a client whose access token has expired can log out with the refresh token, even an older one of the session. A token that is not good gets the same answer. Raises `auth.user.logged_out` when a session ends.",
  consumes: ["application/x-www-form-urlencoded", "application/json"],
  body: Type.Object(
    {
      token: Type.String({
        description: "A refresh token, or an access token",
        examples: ["PGxCUrPRSlew7Qd1o3n0MqfzoR6MjEv0nVwOHxtscRF1bBkYp8a3lTbqjv5oIuVd"],
        minLength: 1,
        maxLength: 4096,
      }),
      token_type_hint: Type.Optional(
        Type.String({
          description: "What the token is; not needed, it is told by its form",
          examples: ["refresh_token"],
          maxLength: 64,
        }),
      ),
    },
    { title: "Revocation" },
  ),
  response: { 200: Type.Object({}, { title: "Revoked", description: "The token is good no longer" }) },
};
const problems = ["store-unavailable"] as const;

/**
 * POST /auth/revoke: logs out with any token (RFC 7009). Whoever has a token of a session may end it; whether there was
 * one is not told.
 */
export const revokeRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    async (_request: FastifyRequest, body: string) => parseForm(body),
  );
  app.post("/revoke", { schema, config: { problems } }, async (request) => {
    await revoke(app, request, request.body.token);
    return {};
  });
};

/** A field that is there more than once is a list, which no schema takes (RFC 6749, section 3.2). */
function parseForm(body: string): object {
  const form = new URLSearchParams(body);
  const fields = [...new Set(form.keys())].map((name) => [name, form.getAll(name)] as const);
  return Object.fromEntries(fields.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

async function revoke(app: FastifyInstance, request: FastifyRequest, token: string): Promise<void> {
  const presented = decodeRefreshToken(token);
  if (presented !== undefined) {
    const { userId, sessionId } = presented;
    const { familyHash } = refreshTokenHashes(presented);
    const data = { userId, sessionId, timestamp: new Date().toISOString() };
    const outcome = await publishUserLoggedOut(request.events, data, (event) =>
      app.userSessions.revoke({ userId, sessionId, familyHash }, event),
    );
    if (outcome === "revoked") request.provenUserId = userId;
    return;
  }
  const principal = app.accessTokens.verify(token);
  if (principal === undefined || (await app.sessions.isRevoked(principal))) return;
  request.provenUserId = principal.userId;
  await endSession(app, request, principal);
}
