import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { confirmPassword, wrongPassword } from "./current-password";
import { givenPasswordField } from "./fields";

const schema = {
  body: Type.Object({ currentPassword: givenPasswordField }),
  response: { 204: Type.Null() },
};

/**
 * DELETE /auth/me: erases the account: the user, the claim on the address and all sessions with their access tokens.
 * Needs the current password, since nothing brings the account back. Publishes no event, not even logouts: it would
 * spread personal data anew. Events from before stay in the stream until its maximum age.
 */
export const eraseRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.delete("/me", { schema, onRequest: app.authenticate }, async (request, reply) => {
    const user = await confirmPassword(app, request, request.body.currentPassword);
    const outcome = await app.accounts.erase(user);
    if (outcome === "outdated") throw wrongPassword();
    return reply.code(204).send(null);
  });
};
