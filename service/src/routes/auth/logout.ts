import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { publishUserLoggedOut } from "../../events";
import { principalOf } from "../../plugins/authenticate";
import { nothing } from "./fields";

const schema = {
  operationId: "logout",
  tags: ["login"],
  summary: "End the session",
  description: "Its access and refresh tokens are good no longer. Raises `auth.user.logged_out`.",
  response: { 204: nothing("The session has ended") },
};

/** POST /auth/logout: ends the session that the access token belongs to, this token included. */
export const logoutRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post("/logout", { schema, onRequest: app.authenticate }, async (request, reply) => {
    const { userId, sessionId, tokenId, expiresAt } = principalOf(request);
    const now = Date.now();
    const remainingSeconds = Math.max(0, expiresAt - Math.floor(now / 1000));
    const data = { userId, sessionId, timestamp: new Date(now).toISOString() };
    await publishUserLoggedOut(request.events, data, (event) =>
      app.sessions.end({ userId, sessionId, tokenId, remainingSeconds }, event),
    );
    return reply.code(204).send(null);
  });
};
