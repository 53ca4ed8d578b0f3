import type { FastifyInstance } from "fastify";
import { type OutboxState, outboxState } from "../outbox/outbox-state";
import { type ServerState, serverState } from "../store/server-state";
import { type Filling, shedIn } from "../store/shedding";

/**
 * How the service is. `ready` asks whether requests should come here: NATS away, events that wait and a store that fills
 * are only worth a warning.
 */
export interface Readiness {
  readonly status: "ready" | "not-ready";
  readonly draining: boolean;
  /** "read-only": it is a replica, so nothing can be changed. */
  readonly redis: "up" | "read-only" | "down";
  readonly nats: "connected" | "disconnected" | "off";
  /** How full the store is, and what is refused for that. Unknown without Redis. */
  readonly store?: StoreRoom;
  /** Unknown without Redis. */
  readonly outbox?: OutboxState & { readonly flow: "flowing" | "late" };
}

interface StoreRoom extends Pick<ServerState, "usedShare" | "outboxShare"> {
  readonly sheds: readonly Filling[];
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
  const nats = natsState(app);
  const states = await Promise.all([outboxState(app.redis), serverState(app.redis)]).catch(() => undefined);
  if (states === undefined) return { status: "not-ready", draining, redis: "down", nats };
  const [outbox, server] = states;
  const flow = outbox.oldestSeconds > lateSeconds ? "late" : "flowing";
  const redis = server.role === "replica" ? "read-only" : "up";
  const status = draining || redis === "read-only" ? "not-ready" : "ready";
  return { status, draining, redis, nats, store: roomIn(server), outbox: { ...outbox, flow } };
}

function roomIn(server: ServerState): StoreRoom {
  const { usedShare, outboxShare } = server;
  return { usedShare, outboxShare, sheds: shedIn(server) };
}

function natsState({ natsLink }: FastifyInstance): Readiness["nats"] {
  if (natsLink === undefined) return "off";
  return natsLink.isConnected ? "connected" : "disconnected";
}
