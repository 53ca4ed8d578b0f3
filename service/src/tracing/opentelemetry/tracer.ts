import type { Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { TracingConfig } from "../../config";
import { serviceName, serviceVersion } from "../../version";
import { OwnDecisionSampler } from "./own-decision";

/** Tracing is in use. */
export type TracingOn = Extract<TracingConfig, { kind: "on" }>;

/** A tracer and what ends it. */
export interface StartedTracer {
  readonly tracer: Tracer;
  /** Sends what has not been sent. */
  readonly shutdown: () => Promise<void>;
}

/**
 * A tracer that sends its spans in batches, as JSON, to the collector that the standard variables name. They may also
 * give headers, timeouts, certificates, and attributes of the service.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function startTracer(tracing: TracingOn): StartedTracer {
  const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter() });
  const provider = new TracerProvider({
    resource: describeService(),
    sampler: samplerOf(tracing),
    spanProcessors: [processor],
  });
  return { tracer: provider.getTracer(serviceName, serviceVersion), shutdown: () => provider.shutdown() };
}

/** What the environment says goes before what we know. */
function describeService(): Resource {
  const own = resourceFromAttributes({ "service.name": serviceName, "service.version": serviceVersion });
  const detectors = [resourceAttributesEnvDetector, serviceNameEnvDetector];
  return defaultResource().merge(own).merge(detectResources({ detectors }));
}

function samplerOf({ sampler, ratio }: TracingOn): Sampler {
  switch (sampler) {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return new TraceIdRatioBasedSampler(ratio);
    case "parentbased_always_on":
      return byTrustedParent(new AlwaysOnSampler());
    case "parentbased_always_off":
      return byTrustedParent(new AlwaysOffSampler());
    case "parentbased_traceidratio":
      return byTrustedParent(new TraceIdRatioBasedSampler(ratio));
  }
}

/** Strangers' parents count for nothing: whoever named one could have everything sampled, or nothing. */
function byTrustedParent(root: Sampler): Sampler {
  return new OwnDecisionSampler(root, new ParentBasedSampler({ root }));
}
