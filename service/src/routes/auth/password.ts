import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { clientGone } from "../../client-gone";
import { principalOf } from "../../plugins/authenticate";
import { confirmPassword, wrongPassword } from "./current-password";
import { givenPasswordField, newPasswordField, nothing } from "./fields";
import { passwordWork } from "./hash";
import { refuseBlocked } from "./new-password";

const description = {
  operationId: "changePassword",
  tags: ["account"],
  summary: "Change the password",
  description: "Ends all other sessions with their access tokens. Raises no event.",
};
const problems = ["wrong-password", "too-many-attempts", "too-many-at-once"] as const;

/**
 * POST /auth/password: changes the password and ends all other sessions with their access tokens. Of several changes
 * at once that name the same current password, one succeeds. Publishes no event.
 */
export const passwordRoute: FastifyPluginAsyncTypebox = async (app) => {
  const newPassword = newPasswordField(app.config.passwordMinLength);
  const body = Type.Object({ currentPassword: givenPasswordField, newPassword }, { title: "PasswordChange" });
  const schema = { ...description, body, response: { 204: nothing("The password was changed") } };
  app.post(
    "/password",
    { schema, config: { problems }, onRequest: app.authenticate },
    async (request, reply) => {
      const { sessionId } = principalOf(request);
      const { currentPassword, newPassword } = request.body;
      const signal = clientGone(reply);
      const user = await confirmPassword(app, request, currentPassword, signal);
      refuseBlocked(app, "newPassword", newPassword, user);
      const job = { purpose: "known-client", signal } as const;
      const nextHash = await passwordWork(app, app.passwords.hash(newPassword, job));
      const outcome = await app.accounts.changePassword(user, nextHash, sessionId);
      if (outcome === "outdated") throw wrongPassword();
      return reply.code(204).send(null);
    },
  );
};
