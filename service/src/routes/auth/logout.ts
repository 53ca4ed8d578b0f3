import type { FastifyPluginAsync } from "fastify";
import { publishUserLoggedOut } from "../../events";
import { principalOf } from "../../plugins/authenticate";

/** POST /auth/logout: ends the session that the access token belongs to, this token included. */
export const logoutRoute: FastifyPluginAsync = async (app) => {
  app.post("/logout", { onRequest: app.authenticate }, async (request, reply) => {
    const { userId, sessionId, tokenId, expiresAt } = principalOf(request);
    const now = Date.now();
    const remainingSeconds = Math.max(0, expiresAt - Math.floor(now / 1000));
    const data = { userId, sessionId, timestamp: new Date(now).toISOString() };
    await publishUserLoggedOut(request.events, data, (event) =>
      app.sessions.end({ userId, sessionId, tokenId, remainingSeconds }, event),
    );
    return reply.code(204).send();
  });
};
