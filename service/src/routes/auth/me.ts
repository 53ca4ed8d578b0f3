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
  app.get("/me", { schema, onRequest: app.identify }, async (request) => {
    const principal = principalOf(request);
    // At once, so that it takes one round trip to Redis.
    const [user] = await Promise.all([app.users.find(principal.userId), app.demandUnrevoked(principal)]);
    if (user === undefined) throw invalidToken();
    return { user };
  });
};
