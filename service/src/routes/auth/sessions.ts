import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { principalOf } from "../../plugins/authenticate";
import { sessionView } from "./fields";

const schema = {
  operationId: "listSessions",
  tags: ["sessions"],
  summary: "The user's sessions, newest first",
  response: {
    200: Type.Object(
      { sessions: Type.Array(sessionView) },
      { title: "Sessions", description: "All of them" },
    ),
  },
};

/** GET /auth/sessions: the sessions of the access token's user, newest first. */
export const sessionsRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get("/sessions", { schema, onRequest: app.authenticate }, async (request) => {
    const { userId, sessionId } = principalOf(request);
    const sessions = await app.userSessions.list(userId);
    return { sessions: sessions.map((session) => ({ ...session, current: session.id === sessionId })) };
  });
};
