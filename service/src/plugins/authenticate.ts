import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "../problems/problem-error";
import type { Principal } from "../tokens/access-tokens";

declare module "fastify" {
  interface FastifyInstance {
    /** onRequest hook of routes that need an access token; then `principalOf(request)` says whose. */
    readonly authenticate: (request: FastifyRequest) => Promise<void>;
    /** The first half of `authenticate`: whose token it is. A route that does with it alone asks the blacklist itself. */
    readonly identify: (request: FastifyRequest) => Promise<void>;
    /** The second half: throws when the token or its session was revoked. */
    readonly demandUnrevoked: (principal: Principal) => Promise<void>;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** Checks the bearer token (RFC 6750) of a request, and asks the blacklist. */
export const authenticatePlugin = fastifyPlugin(
  async (app) => {
    app.decorateRequest("principal", null);
    const identify = async (request: FastifyRequest) => {
      const principal = app.accessTokens.verify(bearerToken(request.headers.authorization));
      if (principal === undefined) throw invalidToken();
      request.principal = principal;
    };
    const demandUnrevoked = async (principal: Principal) => {
      if (await app.sessions.isRevoked(principal)) throw invalidToken();
    };
    app.decorate("identify", identify);
    app.decorate("demandUnrevoked", demandUnrevoked);
    app.decorate("authenticate", async (request: FastifyRequest) => {
      await identify(request);
      await demandUnrevoked(principalOf(request));
    });
  },
  { name: "authenticate" },
);

/** Whom the request speaks for. Only behind the `authenticate` or the `identify` hook. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error(`${request.routeOptions.url} lacks the authenticate hook`);
  return request.principal;
}

/** What a request gets whose access token is not, or no longer, good. */
export function invalidToken(): ProblemError {
  const headers = { "www-authenticate": 'Bearer error="invalid_token"' };
  return new ProblemError("invalid-token", { headers });
}

function bearerToken(header: string | undefined): string {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? "") ?? [];
  if (token !== undefined) return token;
  throw new ProblemError("missing-token");
}
