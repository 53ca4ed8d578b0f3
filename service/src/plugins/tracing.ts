import { diag, type Span } from "@opentelemetry/api";
import fastifyPlugin from "fastify-plugin";
import type { StoredEntry } from "../outbox/stored-entry";
import {
  endRequestSpan,
  placeOf,
  recordPublishSpan,
  startRequestSpan,
  startTracer,
  type TracingOn,
} from "../tracing/opentelemetry";

declare module "fastify" {
  interface FastifyInstance {
    /** Undefined where tracing is off. */
    readonly tracePublish: ((entry: StoredEntry, seconds: number) => void) | undefined;
  }
  interface FastifyRequest {
    span: Span | null;
  }
}

/** Traces requests and publishes with OpenTelemetry. Loaded only where tracing is on. */
export const tracingPlugin = fastifyPlugin<{ readonly tracing: TracingOn }>(
  async (app, { tracing }) => {
    const report = (reason: string) => app.log.warn({ reason }, "Traces can't be sent");
    const quiet = () => undefined;
    diag.setLogger({ error: report, warn: report, info: quiet, debug: quiet, verbose: quiet });
    const { tracer, shutdown } = startTracer(tracing);
    app.decorate("tracePublish", (entry, seconds) => recordPublishSpan(tracer, entry, seconds));
    app.decorateRequest("span", null);
    app.addHook("onRequest", (request, _reply, done) => {
      request.span = startRequestSpan(tracer, request);
      request.trace = placeOf(request.span);
      done();
    });
    app.addHook("onResponse", async (request, reply) => {
      if (request.span) endRequestSpan(request.span, reply);
    });
    app.addHook("onClose", () => shutdown().catch((error: Error) => report(error.message)));
  },
  { name: "tracing", dependencies: ["trace"] },
);
