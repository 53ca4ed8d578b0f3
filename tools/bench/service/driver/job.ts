/** What a driver, a process of its own, is asked to do. One job at a time. */
export type Job =
  | { readonly kind: "accounts"; readonly url: string; readonly count: number }
  | { readonly kind: "load"; readonly path: Path; readonly load: Load }
  | { readonly kind: "argon2"; readonly seconds: number }
  | { readonly kind: "redis"; readonly port: number; readonly password: string; readonly seconds: number }
  | { readonly kind: "jetstream"; readonly url: string; readonly seed: string; readonly seconds: number };

/** The requests that are measured. */
export type Path = "login" | "refresh" | "me";

/**
 * Closed: each connection sends its next request when it has the answer to the last one. Open: requests are due at a
 * fixed rate, whether or not earlier ones have been answered.
 */
export type Load =
  | { readonly kind: "closed"; readonly connections: number; readonly seconds: number }
  | { readonly kind: "open"; readonly perSecond: number; readonly seconds: number };

/** What came of a job. Latencies are in milliseconds; with open load they count from when a request was due. */
export interface Done {
  readonly count: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Failed requests, and what the first one said. */
  readonly failures: number;
  readonly firstFailure?: string;
}
