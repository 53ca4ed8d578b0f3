import type { FastifyInstance } from "fastify";

/** GET /metrics: Prometheus' text format. */
export async function metricsRoute(admin: FastifyInstance, { app }: { app: FastifyInstance }): Promise<void> {
  const { registry } = app.metrics;
  admin.get("/metrics", async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
