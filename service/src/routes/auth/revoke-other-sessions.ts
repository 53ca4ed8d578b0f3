import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { principalOf } from "../../plugins/authenticate";

const schema = { response: { 204: Type.Null() } };

/**
 * DELETE /auth/sessions: ends all sessions of the user but the current one, with their access tokens. Publishes no
 * event: a logout is that of one session by its user.
 */
export const revokeOtherSessionsRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.delete("/sessions", { schema, onRequest: app.authenticate }, async (request, reply) => {
    const { userId, sessionId } = principalOf(request);
    await app.userSessions.revokeOthers(userId, sessionId);
    return reply.code(204).send(null);
  });
};
