import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";

const maxAgeSeconds = 300;

const key = Type.Object(
  {
    kty: Type.Literal("OKP"),
    crv: Type.Literal("Ed25519"),
    x: Type.String({
      description: "The public key, base64url",
      examples: ["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
    }),
    kid: Type.String({
      description: "Its id, which tokens name in their header",
      examples: ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"],
    }),
    alg: Type.Literal("EdDSA"),
    use: Type.Literal("sig"),
  },
  { title: "PublicKey" },
);

const schema = {
  operationId: "keys",
  tags: ["keys"],
  summary: "The public keys that access tokens are verified with",
  description: "A JWK set (RFC 7517): keys that will sign soon and those that have signed lately included.",
  response: {
    200: Type.Object(
      { keys: Type.Array(key) },
      {
        title: "KeySet",
        description: "The keys",
        headers: {
          "Cache-Control": {
            type: "string",
            const: `public, max-age=${maxAgeSeconds}`,
            description: "For how long the keys may be kept",
          },
        },
      },
    ),
  },
};

/** GET /.well-known/jwks.json: the public keys that access tokens are verified with (RFC 7517). */
export const jwksRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get("/.well-known/jwks.json", { schema }, async (_request, reply) => {
    reply.header("cache-control", `public, max-age=${maxAgeSeconds}`);
    return app.accessTokens.jwks;
  });
};
