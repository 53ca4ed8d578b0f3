import fastifyPlugin from "fastify-plugin";
import { clientAddress } from "../http/client-address";
import { withoutRedaction } from "../log";
import type { ProblemName } from "../problems/table";

declare module "fastify" {
  interface FastifyRequest {
    /** Hash of the address that the request was about; there need not be such an account. */
    account: string | null;
    /** Whom the request proved to be about by a password or a refresh token; an access token says it by itself. */
    provenUserId: string | null;
    /** What the request ended with, when it failed. */
    problem: ProblemName | null;
  }
}

/**
 * One line per request, when it is answered: who asked for what, from where, and what became of it. Body, query and
 * headers are left out, because they can hold secrets; addresses stand there as hashes.
 */
export const requestLogPlugin = fastifyPlugin(
  async (app) => {
    app.decorateRequest("account", null);
    app.decorateRequest("provenUserId", null);
    app.decorateRequest("problem", null);
    const log = withoutRedaction(app.log);
    app.addHook("onResponse", async (request, reply) => {
      log.info(
        {
          reqId: request.id,
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          problem: request.problem ?? undefined,
          account: request.account ?? undefined,
          userId: request.principal?.userId ?? request.provenUserId ?? undefined,
          milliseconds: Math.round(reply.elapsedTime),
          ip: clientAddress(request),
          traceId: request.trace?.traceId,
        },
        "Request answered",
      );
    });
  },
  { name: "request-log" },
);
