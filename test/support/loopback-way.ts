import { createServer, connect as dial, type Socket } from "node:net";
import type { OnFinished } from "./servers";

/** Carries what one end of a connection sends to the other. */
export type Carry = (from: Socket, to: Socket) => void;

/** Opens a loopback port whose connections lead to `url` and are carried as told. Answers with the way's own URL. */
export async function loopbackWay(url: string, carry: Carry, onFinished: OnFinished): Promise<string> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname);
    for (const socket of [client, upstream]) sockets.add(socket);
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
  return `nats://127.0.0.1:${own}`;
}
