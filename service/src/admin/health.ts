import type { FastifyInstance } from "fastify";

/** How the service is. `ready` asks whether requests should come here: NATS away is only worth a warning. */
export interface Readiness {
  readonly status: "ready" | "not-ready";
  readonly draining: boolean;
  readonly redis: "up" | "down";
  readonly nats: "connected" | "disconnected" | "off";
}

/** GET /health/live: the process answers. GET /health/ready: it can serve; 503 when it can't. */
export async function healthRoutes(admin: FastifyInstance, { app }: { app: FastifyInstance }): Promise<void> {
  admin.get("/health/live", async () => ({ status: "live" }));
  admin.get("/health/ready", async (_request, reply) => {
    const readiness = await readinessOf(app);
    return reply.code(readiness.status === "ready" ? 200 : 503).send(readiness);
  });
}

async function readinessOf(app: FastifyInstance): Promise<Readiness> {
  const draining = app.lifecycle.isDraining;
  const redis = await pingRedis(app);
  const status = redis === "up" && !draining ? "ready" : "not-ready";
  return { status, draining, redis, nats: natsState(app) };
}

async function pingRedis(app: FastifyInstance): Promise<Readiness["redis"]> {
  try {
    await app.redis.ping();
    return "up";
  } catch {
    return "down";
  }
}

function natsState({ natsLink }: FastifyInstance): Readiness["nats"] {
  if (natsLink === undefined) return "off";
  return natsLink.isConnected ? "connected" : "disconnected";
}
