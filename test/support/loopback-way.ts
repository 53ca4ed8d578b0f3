import { createServer, connect as dial, type Socket } from "node:net";
import type { OnFinished } from "./servers";

/** Joins a client's connection with the one to the server that was opened for it. */
export type Join = (client: Socket, upstream: Socket) => void;

/** Carries what one end of a connection sends to the other. */
export type Carry = (from: Socket, to: Socket) => void;

/** Opens a loopback port whose connections lead to where `target` says, a URL, and are joined as told. Returns the port. */
export async function loopbackWay(target: () => string, join: Join, onFinished: OnFinished): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const { hostname, port } = new URL(target());
    const upstream = dial(Number(port), hostname);
    for (const socket of [client, upstream]) sockets.add(socket);
    join(client, upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Joins by carrying alike in both directions. */
export function bothWays(carry: Carry): Join {
  return (client, upstream) => {
    carry(client, upstream);
    carry(upstream, client);
  };
}
