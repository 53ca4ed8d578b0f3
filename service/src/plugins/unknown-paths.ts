import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { AllowedMethods } from "../problems/allowed-methods";
import { ProblemError } from "../problems/problem-error";

/**
 * Refuses what no route is for, before a body is read: a wrong method is told the right ones whatever came with it. To be
 * registered before the routes, and behind the hooks that every answer needs.
 */
export const unknownPathsPlugin = fastifyPlugin(
  async (app) => {
    const allowed = new AllowedMethods();
    app.addHook("onRoute", (route) => allowed.add(route));
    app.addHook("onRequest", async (request) => {
      if (request.is404) throw nothingHere(allowed, request);
    });
  },
  { name: "unknown-paths" },
);

function nothingHere(allowed: AllowedMethods, request: FastifyRequest): ProblemError {
  const [path = ""] = request.url.split("?", 1);
  const methods = allowed.of(path);
  if (methods.length === 0) return new ProblemError("not-found");
  return new ProblemError("method-not-allowed", { headers: { allow: methods.join(", ") } });
}
