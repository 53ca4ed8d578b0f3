import fastifyPlugin from "fastify-plugin";
import { ProblemError } from "../problems/problem-error";
import type { Filling } from "../store/shedding";
import { StoreWatch } from "../store/watch";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route adds to the store. It ends with 503 while there is no room for that; others never do. */
    readonly fills?: Filling;
  }
}

/** Refuses what would fill the store up before any work is done for it, so that what frees memory goes on. */
export const storeRoomPlugin = fastifyPlugin(
  async (app) => {
    const watch = new StoreWatch(app.redis, () =>
      app.log.warn("Redis only reads: it is a replica. Connecting anew"),
    );
    watch.start();
    app.addHook("onClose", async () => watch.stop());
    app.addHook("onRequest", async ({ routeOptions }) => {
      const { fills } = routeOptions.config;
      if (fills === undefined || !watch.sheds(fills)) return;
      app.metrics.storeRefusals.inc({ what: fills });
      throw new ProblemError("store-full", { cause: `there is no room for ${fills}` });
    });
  },
  { name: "store-room", dependencies: ["redis", "metrics"] },
);
