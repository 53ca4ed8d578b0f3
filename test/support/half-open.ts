import { createServer, connect as dial, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { OnFinished } from "./servers";

/** A way to a server that can swallow what it should carry. */
export interface HalfOpenWay {
  readonly url: string;
  /** From now on the connections there are carry nothing and stay open, as when a network drops packets. New ones work. */
  readonly freeze: () => void;
}

/** Opens a loopback port whose connections lead to `url`. */
export async function halfOpenWay(
  url: string,
  onFinished: OnFinished = onTestFinished,
): Promise<HalfOpenWay> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("error", () => from.destroy());
    from.on("close", () => !from.isPaused() && to.destroy());
    from.pipe(to);
  };
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname);
    join(client, upstream);
    join(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `nats://127.0.0.1:${own}`, freeze: () => sockets.forEach(hold) };
}

function hold(socket: Socket): void {
  socket.unpipe();
  socket.pause();
}
