import type { Server } from "node:http";
import type { Socket } from "node:net";
import { isWithin, type Network, peerAddress } from "./client-address";
import { readProxyHeader } from "./proxy-header";
import { arrivalMilliseconds } from "./server";

/**
 * Takes from trusted proxies the PROXY protocol, which every connection of theirs then has to begin with: guessing would
 * let clients write it. Connections of others are as they are.
 */
export function acceptProxyProtocol(server: Server, proxies: readonly Network[]): void {
  const accept = takeOver(server);
  const clients = new Map<string, string>();
  server.on("connection", (socket: Socket) => {
    if (!isWithin(peerAddress(socket), proxies)) return accept(socket);
    const place = placeOf(socket);
    socket.once("close", () => clients.delete(place));
    readHeader(socket, (client) => {
      if (client !== undefined) clients.set(place, client);
      if (client !== undefined) assume(socket, client);
      accept(socket);
    });
  });
  // Over TLS requests come on a socket of their own, which has the peer of the one beneath it.
  server.prependListener("secureConnection", (socket: Socket) => {
    const client = clients.get(placeOf(socket));
    if (client !== undefined) assume(socket, client);
  });
}

/** Keeps the server from its own connections; the function gives it one. */
function takeOver(server: Server): (socket: Socket) => void {
  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  return (socket) => {
    for (const listener of listeners) Reflect.apply(listener, server, [socket]);
  };
}

/** Reads the header and puts what came behind it back. */
function readHeader(socket: Socket, done: (client: string | undefined) => void): void {
  let received = Buffer.alloc(0);
  const refuse = () => void socket.destroy();
  const late = setTimeout(refuse, arrivalMilliseconds).unref();
  const read = () => {
    received = Buffer.concat([received, socket.read() ?? Buffer.alloc(0)]);
    const header = readProxyHeader(received);
    if (header.kind === "incomplete") return;
    stop();
    if (header.kind === "invalid") return refuse();
    socket.unshift(received.subarray(header.length));
    done(header.kind === "client" ? header.address : undefined);
  };
  const stop = () => {
    clearTimeout(late);
    socket.off("readable", read).off("error", refuse).off("end", refuse);
  };
  socket.on("readable", read).on("error", refuse).on("end", refuse).once("close", stop);
}

/** No two open connections have the same. */
function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** From here on the connection is its client's. */
function assume(socket: Socket, remoteAddress: string): void {
  Object.defineProperty(socket, "remoteAddress", { value: remoteAddress });
}
