import Fastify, { type FastifyInstance, LogController } from "fastify";
import { brokenRequestHandler } from "../http/broken-requests";
import { requestIdOf } from "../http/request-id";
import { jsonBodyPlugin } from "../plugins/json-body";
import { problemsPlugin, sendProblem } from "../plugins/problems";
import { unknownPathsPlugin } from "../plugins/unknown-paths";
import { healthRoutes } from "./health";

/** Builds the server of the admin port, which looks at `app`: health for the kubelet, metrics for Prometheus. */
export async function buildAdmin(app: FastifyInstance): Promise<FastifyInstance> {
  const { tls } = app.config.listen;
  const options = {
    loggerInstance: app.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    frameworkErrors: sendProblem,
    clientErrorHandler: brokenRequestHandler(app.log),
    // A misspelt field of a selection is to be refused, not left out.
    ajv: { customOptions: { removeAdditional: false as const } },
  };
  const admin: FastifyInstance = Fastify(tls ? Object.assign(options, { https: tls }) : options);
  await admin.register(problemsPlugin);
  await admin.register(unknownPathsPlugin);
  await admin.register(jsonBodyPlugin);
  await admin.register(healthRoutes, { app });
  await admin.register(metricsRoute, { app });
  await registerReplays(admin, app);
  await admin.ready();
  return admin;
}

/** GET /metrics: Prometheus' text format. */
async function metricsRoute(admin: FastifyInstance, { app }: { app: FastifyInstance }): Promise<void> {
  const { registry } = app.metrics;
  admin.get("/metrics", async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

/** Without what it needs, there is no such route, and no NATS module is loaded. */
async function registerReplays(admin: FastifyInstance, app: FastifyInstance): Promise<void> {
  const { messaging } = app.config;
  if (messaging.kind === "off" || messaging.replays === undefined) return;
  const { replaysRoute } = await import("./replays.js");
  await admin.register(replaysRoute, { app, messaging, replays: messaging.replays });
}
