import type { FastifyPluginAsync } from "fastify";

/** GET /.well-known/jwks.json: the public keys that access tokens are verified with (RFC 7517). */
export const jwksRoute: FastifyPluginAsync = async (app) => {
  app.get("/.well-known/jwks.json", async (_request, reply) => {
    reply.header("cache-control", "public, max-age=300");
    return app.accessTokens.jwks;
  });
};
