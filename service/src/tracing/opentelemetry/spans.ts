import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { StoredEntry } from "../../outbox/stored-entry";
import { parseTraceparent, type TraceContext } from "../trace-context";
import { ofStranger } from "./own-decision";

/** Begins the span of a request. https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
export function startRequestSpan(tracer: Tracer, request: FastifyRequest): Span {
  const { method, headers } = request;
  const { url: route } = request.routeOptions;
  const attributes = { "http.request.method": method, ...(route !== undefined && { "http.route": route }) };
  const name = route === undefined ? method : `${method} ${route}`;
  const context = contextOf(headers.traceparent);
  const parent = request.peer === "trusted" ? context : ofStranger(context);
  return tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
}

/** Ends the span of a request; a failure of ours is one of the span. */
export function endRequestSpan(span: Span, { statusCode }: FastifyReply): void {
  span.setAttribute("http.response.status_code", statusCode);
  if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/**
 * Tells of a publish that took so many seconds and is over, as part of the trace of the request that raised the event.
 * https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function recordPublishSpan(
  tracer: Tracer,
  { id, event, traceparent }: StoredEntry,
  seconds: number,
): void {
  const attributes = {
    "messaging.system": "nats",
    "messaging.operation.name": "publish",
    "messaging.operation.type": "send",
    "messaging.destination.name": event.subject,
    "messaging.message.id": id,
  };
  const startTime = Date.now() - seconds * 1000;
  const options = { kind: SpanKind.PRODUCER, attributes, startTime };
  tracer.startSpan(`publish ${event.subject}`, options, contextOf(traceparent)).end();
}

/** A span's place in its trace, as the service hands it on. */
export function placeOf(span: Span): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceId, spanId, sampled: (traceFlags & 1) === 1 };
}

function contextOf(traceparent: unknown): Context {
  const parent = parseTraceparent(traceparent);
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote: true });
}
