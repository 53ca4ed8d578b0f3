import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { IsUuid } from "typebox/format";
import { publishUserLoggedOut } from "../../events";
import { principalOf } from "../../plugins/authenticate";
import { ProblemError } from "../../problems/problem-error";

const schema = { params: Type.Object({ id: Type.String() }), response: { 204: Type.Null() } };

/**
 * DELETE /auth/sessions/{id}: ends one of the user's own sessions, which may be the current one. Its access tokens end
 * at once. A session of somebody else gets the answer of one that does not exist.
 */
export const revokeSessionRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.delete("/sessions/:id", { schema, onRequest: app.authenticate }, async (request, reply) => {
    const { userId } = principalOf(request);
    const sessionId = request.params.id;
    if (!IsUuid(sessionId)) throw new ProblemError("not-found");
    const data = { userId, sessionId, timestamp: new Date().toISOString() };
    const outcome = await publishUserLoggedOut(request.events, data, (event) =>
      app.userSessions.revoke(userId, sessionId, event),
    );
    if (outcome === "unknown") throw new ProblemError("not-found");
    return reply.code(204).send(null);
  });
};
