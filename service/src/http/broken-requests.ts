import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyBaseLogger } from "fastify";
import { problemBody } from "../problems/body";
import { type ProblemName, problems } from "../problems/table";
import { peerAddress } from "./client-address";

/**
 * Answers what is no HTTP, or does not arrive in time, with a problem and closes the connection. No request exists yet,
 * so no route, hook or error handler gets to see it. https://nodejs.org/api/http.html#event-clienterror
 */
export function brokenRequestHandler(log: FastifyBaseLogger) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const name = problemOf(error);
    const id = randomUUID();
    const { status, title } = problems[name];
    log.info({ reqId: id, status, reason: error.code, ip: peerAddress(socket) }, title);
    socket.write(rawAnswer(name, id));
    socket.destroySoon();
  };
}

function problemOf({ code }: NodeJS.ErrnoException): ProblemName {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "headers-too-large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "request-timeout";
    default:
      return "malformed-http";
  }
}

function rawAnswer(name: ProblemName, id: string): string {
  const { status } = problems[name];
  const body = JSON.stringify(problemBody(name, id));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    `X-Request-Id: ${id}`,
    "Connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
