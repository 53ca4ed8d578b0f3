import fastifyPlugin from "fastify-plugin";
import { Gauge } from "prom-client";
import { createMetrics, type Metrics, measureState } from "../metrics";
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
    new Gauge({
      name: "auth_password_queue_depth",
      help: "Passwords that wait to be hashed or verified",
      registers: [metrics.registry],
      collect() {
        this.set(app.passwords.queueDepth);
      },
    });
    const isRedisReady = () => app.redis.status === "ready";
    measureState(metrics.registry, "auth_redis_connected", "1 while Redis is connected", isRedisReady);
    measureStore(metrics.registry, app.redis);
    measureOutbox(metrics.registry, app.redis);
  },
  { name: "metrics", dependencies: ["redis"] },
);
