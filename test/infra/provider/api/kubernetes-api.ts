import { createServer } from "node:http";
import { connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { freePort } from "../../../../tools/local/ports";
import type { OnFinished } from "../../../support/servers";

/** When a port-forward breaks off: as soon as the bytes come by, before or after they are passed on. */
export interface Break {
  readonly at: string;
  readonly when: "before" | "after";
  readonly times: number;
}

/** As much of a Kubernetes API as a port-forward to a Service with one pod asks for. */
export interface ForwardingApi {
  readonly url: string;
  /** Whether the pod is ready. */
  ready: boolean;
  breaks: Break | undefined;
  /** Port-forwards so far. */
  readonly forwards: () => number;
}

/** Starts one whose port-forwards lead to a port of this machine. */
export async function startForwardingApi(port: number, finished: OnFinished): Promise<ForwardingApi> {
  const apiPort = await freePort();
  let forwards = 0;
  const api: ForwardingApi = {
    url: `http://127.0.0.1:${apiPort}`,
    ready: true,
    breaks: undefined,
    forwards: () => forwards,
  };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(request.url ?? "", api.ready)));
  });
  const sockets = new WebSocketServer({ server, handleProtocols: (protocols) => [...protocols][0] ?? false });
  sockets.on("connection", (socket) => {
    forwards += 1;
    forward(socket, port, api);
  });
  await new Promise<void>((resolve) => server.listen(apiPort, "127.0.0.1", resolve));
  finished(async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return api;
}

/** Every frame begins with its channel: 0 has the data, 1 errors. */
function forward(socket: WebSocket, port: number, api: ForwardingApi): void {
  const upstream = connect(port, "127.0.0.1");
  for (const channel of [0, 1]) socket.send(Buffer.from([channel, ...portNumber]));
  upstream.on("data", (data) => socket.send(Buffer.concat([Buffer.from([0]), data])));
  upstream.on("close", () => socket.close()).on("error", () => socket.close());
  socket.on("close", () => upstream.destroy());
  socket.on("message", (frame: Buffer) => {
    const data = frame.subarray(1);
    const hit = hitBy(data, api);
    if (hit?.when !== "before") upstream.write(data);
    if (hit !== undefined) setImmediate(() => socket.terminate());
  });
}

/** The break that these bytes bring about, which is then used up once. */
function hitBy(data: Buffer, api: ForwardingApi): Break | undefined {
  const { breaks } = api;
  if (breaks === undefined || breaks.times === 0 || !data.includes(breaks.at)) return undefined;
  api.breaks = { ...breaks, times: breaks.times - 1 };
  return breaks;
}

/** The first bytes of each channel: the pod's port, little-endian. */
const portNumber = [4222 & 0xff, 4222 >> 8];

function answer(url: string, ready: boolean): object {
  if (url.includes("/services/")) return { metadata: {}, spec: { selector: { app: "nats" } } };
  const status = { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] };
  return { items: [{ metadata: { name: "nats-0" }, status }] };
}
