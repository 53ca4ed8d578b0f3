import type { Socket } from "node:net";
import { bothWays, loopbackWay } from "../../../support/loopback-way";
import type { OnFinished } from "../../../support/servers";

/** A way to a server that breaks off. */
export interface Cut {
  readonly url: string;
  /** Ends every connection once it has carried that many more bytes in one direction. */
  readonly after: (bytes: number) => void;
}

/** Opens a loopback port whose connections lead to `url` until they are cut. */
export async function cutting(url: string, onFinished: OnFinished): Promise<Cut> {
  const sockets = new Set<Socket>();
  let left = Infinity;
  const carry = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("error", () => from.destroy());
    from.on("close", () => to.destroy());
    from.on("data", (bytes) => {
      left -= bytes.length;
      if (left > 0) to.write(bytes);
      else for (const socket of sockets) socket.destroy();
    });
  };
  const port = await loopbackWay(() => url, bothWays(carry), onFinished);
  return {
    url: `nats://127.0.0.1:${port}`,
    after: (bytes) => {
      left = bytes;
    },
  };
}
