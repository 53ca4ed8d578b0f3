import { createServer, type Server, type Socket } from "node:net";
import type { PortForward as Forwarder, KubeConfig } from "@kubernetes/client-node";
import { ProviderError } from "../errors";
import type { PortForwardConfig } from "./config";

/** A loopback port that leads to a ready pod of a Service. */
export interface PortForward {
  readonly port: number;
  /** Why the last connection did not come through, if it didn't. */
  readonly failure: () => Error | undefined;
  readonly close: () => void;
}

/**
 * Opens a port on 127.0.0.1 whose connections go over the Kubernetes API to the first ready pod of the Service, as
 * `kubectl port-forward` does. Throws ProviderError when the kubeconfig can't be used.
 */
export async function openPortForward(config: PortForwardConfig): Promise<PortForward> {
  const { KubeConfig, PortForward: Forwarder } = await loadClient();
  const forwarder = new Forwarder(loadKubeconfig(new KubeConfig(), config));
  let failure: Error | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    forward(forwarder, config, socket).catch((error: unknown) => {
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

/** Loaded when needed: it takes longer than everything else in this provider together. */
function loadClient() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major >= 22) return import("@kubernetes/client-node");
  throw new ProviderError(
    `A port-forward needs Node.js 22 or newer; this is ${process.version}.`,
    "Put a newer Node.js first on PATH; `npm install` puts one into node_modules/.bin.",
  );
}

function loadKubeconfig(
  kubeconfig: KubeConfig,
  { kubeconfig: path, context }: PortForwardConfig,
): KubeConfig {
  try {
    if (path === undefined) kubeconfig.loadFromDefault();
    else kubeconfig.loadFromFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError(
      `The kubeconfig ${path ?? "in $KUBECONFIG or ~/.kube/config"} can't be read: ${reason}`,
      "Set KUBECONFIG, or portForward.kubeconfig of the provider, to a kubeconfig of the cluster.",
      { cause: error },
    );
  }
  if (context !== undefined) selectContext(kubeconfig, context);
  return kubeconfig;
}

function selectContext(kubeconfig: KubeConfig, context: string): void {
  const names = kubeconfig.getContexts().map(({ name }) => name);
  if (!names.includes(context)) {
    throw new ProviderError(
      `The kubeconfig has no context "${context}".`,
      `Its contexts are ${names.join(", ") || "none"}; set portForward.context of the provider to one of them.`,
    );
  }
  kubeconfig.setCurrentContext(context);
}

async function forward(forwarder: Forwarder, config: PortForwardConfig, socket: Socket): Promise<void> {
  const { namespace, service = "nats", port = 4222 } = config;
  const tunnel = await forwarder.portForwardService(namespace, service, [port], socket, null, socket);
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
