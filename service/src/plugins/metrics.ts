import fastifyPlugin from "fastify-plugin";
import { createMetrics, type Metrics, measure, measured, measureState } from "../metrics";
import { measureOutbox } from "../outbox/metrics";
import { measureStore } from "../store/metrics";

declare module "fastify" {
  interface FastifyInstance {
    readonly metrics: Metrics;
  }
}

/** Decorates `metrics` and measures every request. */
export const metricsPlugin = fastifyPlugin(
  async (app) => {
    const metrics = createMetrics();
    app.decorate("metrics", metrics);
    app.addHook("onResponse", async (request, reply) => {
      const route = request.routeOptions.url ?? "none";
      const labels = { method: request.method, route, status: reply.statusCode };
      metrics.httpDuration.observe(labels, reply.elapsedTime / 1000);
    });
    const { registry } = metrics;
    measure(registry, measured.passwordQueueDepth, () => app.passwords.queueDepth);
    measureState(registry, measured.redisConnected, () => app.redis.status === "ready");
    measureStore(registry, app.redis);
    measureOutbox(registry, app.redis);
  },
  { name: "metrics", dependencies: ["redis"] },
);
