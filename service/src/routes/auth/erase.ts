import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { clientGone } from "../../http/client-gone";
import { confirmPassword, wrongPassword } from "./confirm-password";
import { givenPasswordField, nothing } from "./fields";

const schema = {
  operationId: "erase",
  tags: ["account"],
  summary: "Erase the account",
  description:
    "Erases the user and all sessions with their access tokens; nothing brings them back. Raises no event.",
  body: Type.Object({ currentPassword: givenPasswordField }, { title: "Erasure" }),
  response: { 204: nothing("The account is gone") },
};
const problems = ["wrong-password", "too-many-attempts", "too-many-at-once"] as const;

/**
 * DELETE /auth/me: erases the account: the user, the claim on the address and all sessions with their access tokens.
 * Needs the current password, since nothing brings the account back. Publishes no event, not even logouts: it would
 * spread personal data anew. Events from before stay in the stream until its maximum age.
 */
export const eraseRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.delete("/me", { schema, config: { problems }, onRequest: app.authenticate }, async (request, reply) => {
    const { currentPassword } = request.body;
    const user = await confirmPassword(app, request, currentPassword, clientGone(reply));
    const outcome = await app.accounts.erase(user);
    if (outcome === "outdated") throw wrongPassword();
    return reply.code(204).send(null);
  });
};
