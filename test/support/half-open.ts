import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import { bothWays, loopbackWay } from "./loopback-way";
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
  const sockets = new Set<Socket>();
  const carry = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("error", () => from.destroy());
    from.on("close", () => !from.isPaused() && to.destroy());
    from.pipe(to);
  };
  const port = await loopbackWay(() => url, bothWays(carry), onFinished);
  return { url: `nats://127.0.0.1:${port}`, freeze: () => sockets.forEach(hold) };
}

function hold(socket: Socket): void {
  socket.unpipe();
  socket.pause();
}
