import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { invalidToken, principalOf } from "../../plugins/authenticate";
import { userView } from "./fields";

const schema = {
  operationId: "me",
  tags: ["account"],
  summary: "The user that the access token speaks for",
  response: { 200: Type.Object({ user: userView }, { title: "Account", description: "The account" }) },
};

/** GET /auth/me: the user that the access token speaks for. */
export const meRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get("/me", { schema, onRequest: app.authenticate }, async (request) => {
    const user = await app.users.find(principalOf(request).userId);
    if (user === undefined) throw invalidToken();
    return { user };
  });
};
