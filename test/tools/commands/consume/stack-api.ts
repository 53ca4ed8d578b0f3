import { createServer } from "node:http";
import { connect } from "node:net";
import type { V1Pod } from "@kubernetes/client-node";
import { type WebSocket, WebSocketServer } from "ws";
import { freePort } from "../../../../tools/local/ports";
import { kubeconfigOf } from "../../../infra/provider/kubernetes/api";
import type { OnFinished } from "../../../support/servers";

/** What a stack's Kubernetes API has for who consumes: Secrets by name, and one server of NATS. */
export interface StackObjects {
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The loopback port that a port-forward to the pod leads to; without it there is no pod. */
  readonly natsPort?: number;
}

const natsPod: V1Pod = {
  metadata: { name: "nats-0" },
  status: { conditions: [{ type: "Ready", status: "True" }] },
};

/** Starts as much of a Kubernetes API as reads them and forwards ports. Returns a kubeconfig that leads to it. */
export async function startStackApi(stack: StackObjects, finished: OnFinished): Promise<string> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const found = answer(request.url ?? "", stack);
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { kind: "Status", code: 404, message: "not found" }));
  });
  const forwards = new WebSocketServer({ server, handleProtocols: () => "v4.channel.k8s.io" });
  forwards.on("connection", (tunnel) => forward(tunnel, stack.natsPort ?? 0));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  finished(async () => {
    for (const tunnel of forwards.clients) tunnel.terminate();
    server.closeAllConnections();
    server.close();
  });
  return kubeconfigOf(`http://127.0.0.1:${port}`);
}

function answer(url: string, { secrets, natsPort }: StackObjects): object | undefined {
  const [, kind, name = ""] = /namespaces\/auth-stack\/(\w+)(?:\/([^/?]+))?/.exec(url) ?? [];
  if (kind === "services") return { spec: { selector: { app: name } } };
  if (kind === "pods") return { items: natsPort === undefined ? [] : [natsPod] };
  const fields = kind === "secrets" ? secrets[name] : undefined;
  return (
    fields && { data: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, btoa(text)])) }
  );
}

/** Each message begins with its channel: data on 0, errors on 1; the first of each is the port. */
function forward(tunnel: WebSocket, port: number): void {
  const socket = connect(port, "127.0.0.1");
  const header = Buffer.from([port & 0xff, port >> 8]);
  for (const channel of [0, 1]) tunnel.send(Buffer.from([channel, ...header]));
  tunnel.on("message", (message: Buffer) => socket.write(message.subarray(1)));
  socket.on("data", (data: Buffer) => tunnel.send(Buffer.concat([Buffer.of(0), data])));
  socket.on("error", () => tunnel.close());
  socket.on("close", () => tunnel.close());
  tunnel.on("close", () => socket.destroy());
}
