import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { eraseRoute } from "./auth/erase";
import { loginRoute } from "./auth/login";
import { logoutRoute } from "./auth/logout";
import { meRoute } from "./auth/me";
import { passwordRoute } from "./auth/password";
import { refreshRoute } from "./auth/refresh";
import { registerRoute } from "./auth/register";
import { revokeRoute } from "./auth/revoke";
import { revokeOtherSessionsRoute } from "./auth/revoke-other-sessions";
import { revokeSessionRoute } from "./auth/revoke-session";
import { sessionsRoute } from "./auth/sessions";
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
  for (const route of authenticationRoutes) await app.register(route);
  for (const route of accountRoutes) await app.register(route);
}

const authenticationRoutes = [registerRoute, loginRoute, refreshRoute, logoutRoute, revokeRoute];

const accountRoutes = [
  meRoute,
  eraseRoute,
  passwordRoute,
  sessionsRoute,
  revokeSessionRoute,
  revokeOtherSessionsRoute,
];
