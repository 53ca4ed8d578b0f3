import { type Env, trustedProxies } from "../../../stream-config/environment";
import { type AdmissionLimits, limitsFor } from "./admission-limits";
import type { Secrets } from "./secrets";

/** Where requests are taken, whose word about their origin counts, and how many there may be. */
export interface ListenConfig {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Whether these begin each connection with the address of its client. */
  readonly proxyProtocol: Env["PROXY_PROTOCOL"];
  readonly limits: AdmissionLimits;
  readonly tls?: { readonly cert: string; readonly key: string };
}

export function toListen(env: Env, { tls }: Secrets): ListenConfig {
  return {
    host: env.HOST,
    port: env.PORT,
    adminPort: env.ADMIN_PORT,
    trustedProxies: trustedProxies(env),
    proxyProtocol: env.PROXY_PROTOCOL,
    limits: toLimits(env),
    ...(tls && { tls }),
  };
}

/** What the configuration says of bounds, and for the rest what fits into memory. */
function toLimits(env: Env): AdmissionLimits {
  const { requests, connections, pipelined } = limitsFor();
  return {
    requests: env.MAX_REQUESTS ?? requests,
    connections: env.MAX_CONNECTIONS ?? connections,
    pipelined: env.MAX_PIPELINED_REQUESTS ?? pipelined,
  };
}
