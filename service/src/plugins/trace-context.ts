import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { EventSource } from "../events";
import { isWithin, parseNetworks, peerAddress } from "../http/client-address";
import { continueTrace, formatTraceparent, type Peer, type TraceContext } from "../tracing";

declare module "fastify" {
  interface FastifyRequest {
    /** Null before the first hook, and so where Fastify refused the request itself. */
    trace: TraceContext | null;
    /** Whether the other end of the connection is a trusted proxy. */
    readonly peer: Peer;
    /** The source of the events that this request raises. */
    readonly events: EventSource;
  }
}

/** Gives each request its place in the trace that its `traceparent` header names, or in a new one. */
export const tracePlugin = fastifyPlugin(
  async (app) => {
    app.decorateRequest("trace", null);
    const proxies = parseNetworks(app.config.listen.trustedProxies);
    app.decorateRequest("peer", {
      getter() {
        return isWithin(peerAddress(this.socket), proxies) ? "trusted" : "stranger";
      },
    });
    app.decorateRequest("events", { getter: sourceOf });
    app.addHook("onRequest", (request, _reply, done) => {
      request.trace = continueTrace(request.headers.traceparent, request.peer);
      done();
    });
  },
  { name: "trace" },
);

function sourceOf(this: FastifyRequest): EventSource {
  const traceparent = formatTraceparent(this.trace ?? continueTrace(undefined));
  return { ...this.server.eventSource, origin: { traceparent, requestId: this.id } };
}
