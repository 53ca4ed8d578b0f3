import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { IsUuid } from "typebox/format";
import { publishUserLoggedOut } from "../../events";
import { principalOf } from "../../plugins/authenticate";
import { ProblemError } from "../../problems/problem-error";
import { nothing } from "./fields";

const sessionId = Type.String({
  description: "Id of the session, a UUID",
  examples: ["a7f3a1de-8c8b-4ff4-9d5c-0e1f6b1c7a11"],
});

const schema = {
  operationId: "endSession",
  tags: ["sessions"],
  summary: "End one of the user's sessions",
  description:
    "It may be the current one. Its access tokens end at once. Raises `auth.user.logged_out`. A session of somebody else gets the answer of one that does not exist.",
  params: Type.Object({ id: sessionId }),
  response: { 204: nothing("The session has ended") },
};
const problems = ["not-found"] as const;

/**
 * DELETE /auth/sessions/{id}: ends one of the user's own sessions, which may be the current one. Its access tokens end
 * at once. A session of somebody else gets the answer of one that does not exist.
 */
export const revokeSessionRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.delete(
    "/sessions/:id",
    { schema, config: { problems }, onRequest: app.authenticate },
    async (request, reply) => {
      const { userId } = principalOf(request);
      // A UUID is the same in either case (RFC 9562, section 4).
      const sessionId = request.params.id.toLowerCase();
      if (!IsUuid(sessionId)) throw new ProblemError("not-found");
      const data = { userId, sessionId, timestamp: new Date().toISOString() };
      const outcome = await publishUserLoggedOut(request.events, data, (event) =>
        app.userSessions.revoke({ userId, sessionId }, event),
      );
      if (outcome === "unknown") throw new ProblemError("not-found");
      return reply.code(204).send(null);
    },
  );
};
