import type { FastifyInstance, RouteOptions } from "fastify";
import type { ProblemName } from "../problems/table";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route can end with besides what follows from its method, its schema and its hooks. */
    readonly problems?: readonly ProblemName[];
  }
}

/** What requests can end with that reach no route. */
export const problemsOutsideRoutes: readonly ProblemName[] = [
  "invalid-request",
  "malformed-http",
  "not-found",
  "method-not-allowed",
  "request-timeout",
  "headers-too-large",
  "overloaded",
];

/** A body is read also where none is needed. */
const withBody = [
  "invalid-request",
  "malformed-json",
  "payload-too-large",
  "unsupported-media-type",
] as const;

/** Every problem that a route can end with. */
export function problemsOf(app: FastifyInstance, route: RouteOptions): readonly ProblemName[] {
  const { method, config } = route;
  const names: readonly ProblemName[] = [
    ...(method === "GET" ? [] : withBody),
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
