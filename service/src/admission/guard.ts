import type { Server } from "node:http";
import type * as net from "node:net";
import type { RequestHandler } from "../http/server";
import type { Gate } from "./gate";
import { shed } from "./shed";
import type { ShedReport } from "./shed-report";

/** Milliseconds between two looks for idle connections: each goes through all that are open. */
const idleLook = 1_000;

/** Hands on the requests that the gate lets in, and answers the others. */
export function guardRequests(handler: RequestHandler, gate: Gate, report: ShedReport): RequestHandler {
  return (request, response) => {
    const admission = gate.admit(request, response, () => handler(request, response));
    if (admission === "admitted" || admission === "unheard") return;
    report.note(admission);
    shed(request, response, admission);
  };
}

/**
 * Bounds the connections of a server, whichever of its listening sockets they come by: one too many is closed at once,
 * before TLS, and those that are idle make room for the next. The function tells how many are open.
 */
export function boundConnections(
  server: Server,
  listening: readonly net.Server[],
  connections: number,
  report: ShedReport,
): () => number {
  let open = 0;
  const bound = () => {
    const most = open < connections ? Number.POSITIVE_INFINITY : 0;
    if (server.maxConnections !== most) for (const socket of listening) socket.maxConnections = most;
  };
  const count = (change: 1 | -1) => {
    open += change;
    bound();
  };
  server.on("connection", (socket) => {
    count(1);
    socket.once("close", () => count(-1));
  });
  makeRoom(server, listening, report);
  return () => open;
}

function makeRoom(server: Server, listening: readonly net.Server[], report: ShedReport): void {
  let lookedAt = Number.NEGATIVE_INFINITY;
  const dropped = () => {
    report.note("connections");
    const now = performance.now();
    if (now < lookedAt + idleLook) return;
    lookedAt = now;
    server.closeIdleConnections();
  };
  for (const socket of listening) socket.on("drop", dropped);
}
