import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { principalOf } from "../../plugins/authenticate";
import { nothing } from "./fields";

const schema = {
  operationId: "endOtherSessions",
  tags: ["sessions"],
  summary: "End all of the user's sessions but the current one",
  description:
    "Their access tokens end at once. Raises no event: a logout is that of one session by its user.",
  response: { 204: nothing("Only the current session is left") },
};

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
