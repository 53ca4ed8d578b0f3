import type { FastifyInstance, RouteOptions } from "fastify";
import type { ProblemName } from "../problems/table";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route can end with besides what follows from its method, its schema and its hooks. */
    readonly problems?: readonly ProblemName[];
  }
}

/** What requests can end with that reach no route. A body is looked at before its path is. */
export const problemsOutsideRoutes: readonly ProblemName[] = [
  "invalid-request",
  "malformed-json",
  "malformed-http",
  "not-found",
  "method-not-allowed",
  "request-timeout",
  "payload-too-large",
  "unsupported-media-type",
  "headers-too-large",
  "overloaded",
];

/** Every problem that a route can end with. */
export function problemsOf(app: FastifyInstance, route: RouteOptions): readonly ProblemName[] {
  const { method, schema, config } = route;
  const names: readonly ProblemName[] = [
    ...(schema?.body || schema?.params ? (["invalid-request"] as const) : []),
    ...(method === "GET" ? [] : (["malformed-json", "payload-too-large", "unsupported-media-type"] as const)),
    ...(needsToken(app, route) ? (["missing-token", "invalid-token", "store-unavailable"] as const) : []),
    ...(config?.problems ?? []),
    ...(config?.fills === undefined ? [] : (["store-full"] as const)),
    "internal-error",
    "overloaded",
  ];
  return [...new Set(names)];
}

/** Whether the route asks for an access token. */
export function needsToken(app: FastifyInstance, { onRequest }: RouteOptions): boolean {
  const hooks: readonly unknown[] = [onRequest ?? []].flat();
  return hooks.includes(app.authenticate) || hooks.includes(app.identify);
}
