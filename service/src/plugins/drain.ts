import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

declare module "fastify" {
  interface FastifyInstance {
    readonly lifecycle: Lifecycle;
  }
}

/** Milliseconds between two looks for connections that became idle without an answer of ours: a client gave one up. */
const idleLook = 1_000;

/**
 * Decorates `lifecycle`. When draining begins, connections without a request are closed, and from then on each answer
 * ends its connection. A kept connection goes on leading to a pod that has left the Service: its client would be answered
 * by the configuration of before, and would hold the shutdown up.
 */
export const drainPlugin = fastifyPlugin(
  async (app) => {
    const lifecycle = new Lifecycle();
    app.decorate("lifecycle", lifecycle);
    app.addHook("preClose", async () => lifecycle.drain());
    lifecycle.onDrain(() => closeIdle(app));
    app.addHook("onSend", async (_request, reply) => {
      if (lifecycle.isDraining) reply.header("connection", "close");
    });
    // Whatever answers without a route.
    app.server.prependListener("request", (_request, response) => {
      if (lifecycle.isDraining) response.shouldKeepAlive = false;
    });
  },
  { name: "drain" },
);

function closeIdle({ server }: FastifyInstance): void {
  server.closeIdleConnections();
  const again = setInterval(() => server.closeIdleConnections(), idleLook).unref();
  server.once("close", () => clearInterval(again));
}

/** Whether the service wants new requests. Draining begins at SIGTERM and does not end. */
class Lifecycle {
  #state: "serving" | "draining" = "serving";
  readonly #atDrain: (() => void)[] = [];

  get isDraining(): boolean {
    return this.#state === "draining";
  }

  /** What is to be done when draining begins. */
  onDrain(work: () => void): void {
    this.#atDrain.push(work);
  }

  drain(): void {
    if (this.isDraining) return;
    this.#state = "draining";
    for (const work of this.#atDrain) work();
  }
}
