import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { publishUserLoggedOut } from "../../events";
import { principalOf } from "../../plugins/authenticate";
import type { Principal } from "../../tokens/access-tokens";
import { nothing } from "./fields";

const schema = {
  operationId: "logout",
  tags: ["login"],
  summary: "End the session",
  description:
    "Its access and refresh tokens are good no longer. Raises `auth.user.logged_out`. A client whose access token has expired calls `/auth/revoke` with its refresh token.",
  response: { 204: nothing("The session has ended") },
};

/** POST /auth/logout: ends the session that the access token belongs to, this token included. */
export const logoutRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post("/logout", { schema, onRequest: app.authenticate }, async (request, reply) => {
    await endSession(app, request, principalOf(request));
    return reply.code(204).send(null);
  });
};

/** Ends the session of an access token, and the token with it. */
export async function endSession(
  app: FastifyInstance,
  request: FastifyRequest,
  { userId, sessionId, tokenId, expiresAt }: Principal,
): Promise<void> {
  const now = Date.now();
  const remainingSeconds = Math.max(0, expiresAt - Math.floor(now / 1000));
  const data = { userId, sessionId, timestamp: new Date(now).toISOString() };
  await publishUserLoggedOut(request.events, data, (event) =>
    app.sessions.end({ userId, sessionId, tokenId, remainingSeconds }, event),
  );
}
