import type { Server } from "node:http";
import type { RequestHandler } from "../http/server";
import { Allowance } from "./allowance";
import type { Gate } from "./gate";
import { shed } from "./shed";
import type { ShedReport } from "./shed-report";

/** Milliseconds between two looks for idle connections: each goes through all that are open. */
const idleLook = 1_000;

/**
 * How many connections end a second because a request was not let in. The next one may come to another replica; but each
 * is accepted anew, with a handshake, and that costs more than the answer did.
 */
const endsPerSecond = 50;

/** Hands on the requests that the gate lets in, and answers the others. */
export function guardRequests(handler: RequestHandler, gate: Gate, report: ShedReport): RequestHandler {
  const ends = new Allowance(endsPerSecond);
  return (request, response) => {
    const admission = gate.admit(request, response, () => handler(request, response));
    if (admission === "admitted" || admission === "unheard") return;
    report.note(admission);
    shed(request, response, admission === "pipelined" || ends.take() ? "close" : "keep-alive");
  };
}

/** Bounds connections: one too many is closed at once, before TLS, and those that are idle make room for the next. */
export function boundConnections(server: Server, connections: number, report: ShedReport): void {
  let lookedAt = Number.NEGATIVE_INFINITY;
  server.maxConnections = connections;
  server.on("drop", () => {
    report.note("connections");
    const now = performance.now();
    if (now < lookedAt + idleLook) return;
    lookedAt = now;
    server.closeIdleConnections();
  });
}
