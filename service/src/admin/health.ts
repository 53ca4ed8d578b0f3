import type { FastifyInstance } from "fastify";
import { type OutboxState, outboxState } from "../outbox/outbox-state";

/**
 * How the service is. `ready` asks whether requests should come here: NATS away and events that wait are only worth a
 * warning.
 */
export interface Readiness {
  readonly status: "ready" | "not-ready";
  readonly draining: boolean;
  readonly redis: "up" | "down";
  readonly nats: "connected" | "disconnected" | "off";
  /** Unknown without Redis. */
  readonly outbox?: OutboxState & { readonly flow: "flowing" | "late" };
}

/** Events are late when the oldest has waited for longer. */
const lateSeconds = 60;

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
  const outbox = await outboxState(app.redis).catch(() => undefined);
  const nats = natsState(app);
  if (outbox === undefined) return { status: "not-ready", draining, redis: "down", nats };
  const flow = outbox.oldestSeconds > lateSeconds ? "late" : "flowing";
  const status = draining ? "not-ready" : "ready";
  return { status, draining, redis: "up", nats, outbox: { ...outbox, flow } };
}

function natsState({ natsLink }: FastifyInstance): Readiness["nats"] {
  if (natsLink === undefined) return "off";
  return natsLink.isConnected ? "connected" : "disconnected";
}
