import Fastify, { type FastifyInstance, LogController } from "fastify";
import { problemsPlugin } from "../plugins/problems";
import { healthRoutes } from "./health";
import { metricsRoute } from "./metrics";

/** Builds the server of the admin port, which looks at `app`: health for the kubelet, metrics for Prometheus. */
export async function buildAdmin(app: FastifyInstance): Promise<FastifyInstance> {
  const { tls } = app.config.listen;
  const options = {
    loggerInstance: app.log,
    logController: new LogController({ disableRequestLogging: true }),
  };
  const admin: FastifyInstance = Fastify(tls ? Object.assign(options, { https: tls }) : options);
  await admin.register(problemsPlugin);
  await admin.register(healthRoutes, { app });
  await admin.register(metricsRoute, { app });
  await admin.ready();
  return admin;
}
