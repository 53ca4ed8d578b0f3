import { createServer, connect as dial, type Socket } from "node:net";
import type { OnFinished } from "../../../support/servers";

/** A way to a server that breaks off. */
export interface Cut {
  readonly url: string;
  /** Ends every connection once it has carried that many more bytes in one direction. */
  readonly after: (bytes: number) => void;
}

/** Opens a loopback port whose connections lead to `url` until they are cut. */
export async function cutting(url: string, onFinished: OnFinished): Promise<Cut> {
  const { hostname, port } = new URL(url);
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
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname);
    carry(client, upstream);
    carry(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `nats://127.0.0.1:${own}`,
    after: (bytes) => {
      left = bytes;
    },
  };
}
