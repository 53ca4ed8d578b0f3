import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { loginRoute } from "./auth/login";
import { logoutRoute } from "./auth/logout";
import { meRoute } from "./auth/me";
import { refreshRoute } from "./auth/refresh";
import { registerRoute } from "./auth/register";
import { jwksRoute } from "./well-known/jwks";

/** Every route of the public port. */
export async function routes(app: FastifyInstance): Promise<void> {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  await app.register(authRoutes, { prefix: "/auth" });
  await app.register(jwksRoute);
}

/** Answers hold tokens and personal data: nobody may keep them. */
async function authRoutes(app: FastifyInstance): Promise<void> {
  app.addHook("onRequest", async (_request, reply) => void reply.header("cache-control", "no-store"));
  for (const route of [registerRoute, loginRoute, refreshRoute, logoutRoute, meRoute])
    await app.register(route);
}
