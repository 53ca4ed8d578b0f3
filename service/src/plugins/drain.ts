import fastifyPlugin from "fastify-plugin";
import { Lifecycle } from "../lifecycle";

declare module "fastify" {
  interface FastifyInstance {
    readonly lifecycle: Lifecycle;
  }
}

/**
 * Decorates `lifecycle`. While draining, each answer also ends its connection: a connection that is kept open would
 * hold the shutdown up, and the client's next request would meet a closed port.
 */
export const drainPlugin = fastifyPlugin(
  async (app) => {
    const lifecycle = new Lifecycle();
    app.decorate("lifecycle", lifecycle);
    app.addHook("preClose", async () => lifecycle.drain());
    app.addHook("onSend", async (_request, reply) => {
      if (lifecycle.isDraining) reply.header("connection", "close");
    });
  },
  { name: "drain" },
);
