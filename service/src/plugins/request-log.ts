import fastifyPlugin from "fastify-plugin";
import { clientAddress } from "../client-address";

/** One line per request, when it is answered. Query and headers are left out: they can hold secrets. */
export const requestLogPlugin = fastifyPlugin(
  async (app) => {
    app.addHook("onResponse", async (request, reply) => {
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
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
