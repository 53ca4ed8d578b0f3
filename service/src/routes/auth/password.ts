import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { clientGone } from "../../http/client-gone";
import { invalidToken, principalOf } from "../../plugins/authenticate";
import type { UserWithPassword } from "../../store/users";
import { familyId, refreshTokenHashes, renewRefreshToken } from "../../tokens/refresh-token";
import { refuseBlocked } from "./blocked-password";
import { confirmPassword, wrongPassword } from "./confirm-password";
import { givenPasswordField, newPasswordField, type Tokens, tokensView } from "./fields";
import { issueTokens } from "./issue-tokens";
import { passwordWork } from "./password-work";

const description = {
  operationId: "changePassword",
  tags: ["account"],
  summary: "Change the password",
  description:
    "Ends all other sessions with their access tokens. The current session gets new tokens, and its old ones are good no longer. Raises no event.",
};
const problems = ["wrong-password", "too-many-attempts", "too-many-at-once"] as const;

/**
 * POST /auth/password: changes the password, ends all other sessions with their access tokens, and gives the current one
 * new tokens in place of those that it had, which somebody else may have as well. Of several changes at once that name the
 * same current password, one succeeds. Publishes no event.
 */
export const passwordRoute: FastifyPluginAsyncTypebox = async (app) => {
  const newPassword = newPasswordField(app.config.passwordMinLength);
  const body = Type.Object({ currentPassword: givenPasswordField, newPassword }, { title: "PasswordChange" });
  const response = { 200: { ...tokensView, description: "The password was changed; the session's tokens" } };
  const schema = { ...description, body, response };
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
      return change(app, user, nextHash, sessionId);
    },
  );
};

/** The tokens are made anew where it turns out that the session ends before they would. */
async function change(
  app: FastifyInstance,
  user: UserWithPassword,
  nextHash: string,
  id: string,
  endsAt?: number,
): Promise<Tokens> {
  const token = renewRefreshToken(user.id, id);
  const { answer, access } = issueTokens(app, token, endsAt);
  const renewed = { id, ...refreshTokenHashes(token), familyId: familyId(token), access };
  const outcome = await app.accounts.changePassword(user, nextHash, renewed);
  switch (outcome.kind) {
    case "changed":
      return answer;
    case "ends":
      return change(app, user, nextHash, id, outcome.endsAt);
    case "ended":
      throw invalidToken();
    case "outdated":
      throw wrongPassword();
  }
}
