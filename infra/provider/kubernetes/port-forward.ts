import { createServer, type Server, type Socket } from "node:net";
import type { PortForward as Forwarder, KubeConfig } from "@kubernetes/client-node";
import { loadClient } from "./client";

/** A loopback port that leads to a pod. */
export interface PortForward {
  readonly port: number;
  /** Why the last connection did not come through, if it didn't. */
  readonly failure: () => Error | undefined;
  readonly close: () => void;
}

/** Where a port-forward leads: to a pod, or to the first ready pod of a Service. */
export type Destination = {
  readonly namespace: string;
  readonly port: number;
} & ({ readonly pod: string } | { readonly service: string });

/** Opens a port on 127.0.0.1 whose connections go over the Kubernetes API, as `kubectl port-forward` does. */
export async function openPortForward(kubeconfig: KubeConfig, to: Destination): Promise<PortForward> {
  const { PortForward: Forwarder } = await loadClient();
  const forwarder = new Forwarder(kubeconfig);
  let failure: Error | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    forward(forwarder, to, socket).catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
      socket.destroy();
    });
  });
  const port = await listen(server);
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, failure: () => failure, close };
}

async function forward(forwarder: Forwarder, to: Destination, socket: Socket): Promise<void> {
  const { namespace, port } = to;
  const tunnel =
    "pod" in to
      ? await forwarder.portForward(namespace, to.pod, [port], socket, null, socket)
      : await forwarder.portForwardService(namespace, to.service, [port], socket, null, socket);
  if (typeof tunnel === "function") return;
  tunnel.on("close", () => socket.destroy());
  tunnel.on("error", () => socket.destroy());
  socket.on("close", () => tunnel.close());
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
