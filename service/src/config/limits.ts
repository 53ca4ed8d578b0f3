import type { Env } from "../../../stream-config/environment";
import { type AdmissionLimits, limitsFor } from "../admission/limits";

/** What the configuration says of bounds, and for the rest what fits into memory. */
export function toLimits(env: Env): AdmissionLimits {
  const { requests, connections, pipelined } = limitsFor();
  return {
    requests: env.MAX_REQUESTS ?? requests,
    connections: env.MAX_CONNECTIONS ?? connections,
    pipelined: env.MAX_PIPELINED_REQUESTS ?? pipelined,
  };
}
