import fastifyPlugin from "fastify-plugin";
import { Gauge } from "prom-client";
import { createMetrics, type Metrics } from "../metrics";
import { measureOutbox } from "../outbox/metrics";

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
    const registers = [metrics.registry];
    new Gauge({
      name: "auth_password_queue_depth",
      help: "Passwords that wait to be hashed or verified",
      registers,
      collect() {
        this.set(app.passwords.queueDepth);
      },
    });
    new Gauge({
      name: "auth_redis_connected",
      help: "1 while Redis is connected",
      registers,
      collect() {
        this.set(app.redis.status === "ready" ? 1 : 0);
      },
    });
    measureOutbox(metrics.registry, app.redis);
  },
  { name: "metrics", dependencies: ["redis"] },
);
