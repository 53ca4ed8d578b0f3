import fastifyPlugin from "fastify-plugin";
import { Gauge } from "prom-client";
import { createMetrics, type Metrics } from "../metrics";
import { keys } from "../store/keys";

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
    new Gauge({
      name: "auth_outbox_events",
      help: "Events in the outbox (state waiting) and those refused for good (state parked)",
      labelNames: ["state"],
      registers,
      async collect() {
        if (app.redis.status !== "ready") return;
        this.set({ state: "waiting" }, await app.redis.xlen(keys.outbox));
        this.set({ state: "parked" }, await app.redis.xlen(keys.parked));
      },
    });
  },
  { name: "metrics", dependencies: ["redis"] },
);
