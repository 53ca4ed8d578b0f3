import type { Env } from "../../../stream-config/environment";

/** Whether requests and publishes are traced, and which of them. */
export type TracingConfig =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly sampler: Env["OTEL_TRACES_SAMPLER"];
      /** Share of the traces that begin here, from 0 to 1; for the two samplers that take one. */
      readonly ratio: number;
    };

/**
 * Tracing is on where the standard variables name an OTLP endpoint or exporter, unless they switch it off.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function toTracing(env: Env): TracingConfig {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const exporter = env.OTEL_TRACES_EXPORTER ?? (endpoint === undefined ? "none" : "otlp");
  if (env.OTEL_SDK_DISABLED === "true" || exporter === "none") return { kind: "off" };
  return { kind: "on", sampler: env.OTEL_TRACES_SAMPLER, ratio: Number(env.OTEL_TRACES_SAMPLER_ARG) };
}
