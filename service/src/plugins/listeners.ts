import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

declare module "fastify" {
  interface FastifyInstance {
    readonly listeners: Listeners;
  }
}

/**
 * Listening sockets on the one address. libuv takes one connection of each per turn of the event loop, and a loop under
 * load has few turns: those who come would wait for seconds. https://github.com/libuv/libuv/pull/3696
 */
const sockets = process.platform === "linux" ? 4 : 1;

/** As many may wait to be taken, of each socket: all clients of a pod that goes come to another one at once. */
const backlog = 4096;

interface Address {
  readonly host: string;
  readonly port: number;
}

/** The sockets that a server's connections come by. */
export class Listeners {
  readonly #others: readonly Server[];

  constructor(private readonly app: FastifyInstance) {
    const server = () => createServer((socket) => app.server.emit("connection", socket));
    this.#others = Array.from({ length: sockets - 1 }, server);
  }

  get all(): readonly Server[] {
    return [this.app.server, ...this.#others];
  }

  /** Begins to listen. Throws when the address is not to be had. */
  async listen(address: Address): Promise<void> {
    await expectFree(address);
    const options = { ...address, backlog, reusePort: sockets > 1 };
    await this.app.listen(options);
    await Promise.all(this.#others.map((server) => once(server.listen(options), "listening")));
  }

  /**
   * Takes no more connections by the sockets that the server doesn't close itself, and waits until those that came by them
   * have ended: the server waits for its own alone, and what is done then ends the process.
   */
  async close(): Promise<void> {
    const open = this.#others.filter(({ listening }) => listening);
    await Promise.all(open.map((server) => once(server.close(), "close")));
  }
}

/** Sockets that may share an address would also share it with those of another process, unseen. */
async function expectFree(address: Address): Promise<void> {
  const server = createServer().listen(address);
  await once(server, "listening");
  await once(server.close(), "close");
}

/** Decorates `listeners`. Closing waits for requests under way, and for nothing that is idle: that is drained before. */
export const listenersPlugin = fastifyPlugin(
  async (app) => {
    const listeners = new Listeners(app);
    app.decorate("listeners", listeners);
    app.addHook("preClose", async () => listeners.close());
  },
  { name: "listeners", dependencies: ["drain"] },
);
