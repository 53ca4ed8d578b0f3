import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import type { Config } from "../config";

/** Answers requests. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** For a handshake, and for a request to arrive, headers and body. */
export const arrivalMilliseconds = 10_000;

/**
 * How long a connection is kept without a request. Longer than load balancers keep theirs, mostly a minute: one that
 * ends here may meet a request on its way.
 */
const keepAliveMilliseconds = 72_000;

/** Node.js looks only every half minute unless told, and allows headers more time than the whole request. */
const timeouts = {
  headersTimeout: arrivalMilliseconds,
  requestTimeout: arrivalMilliseconds,
  keepAliveTimeout: keepAliveMilliseconds,
  connectionsCheckingInterval: 1_000,
};

/** A server that speaks HTTPS where there is a certificate, and waits for nobody for long. */
export function createServer(tls: Config["listen"]["tls"], handler: RequestHandler): http.Server {
  if (tls === undefined) return http.createServer(timeouts, handler);
  const server = https.createServer({ ...timeouts, ...tls, handshakeTimeout: arrivalMilliseconds }, handler);
  // Who has not come through the handshake can't be answered, and an answer that can't be sent would keep the connection.
  server.prependListener("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}
