import { randomUUID } from "node:crypto";

/** A place in a distributed trace. https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  readonly traceId: string;
  /** What is done here; the parent of what it causes elsewhere. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Version, trace id, parent id, flags; a later version than 00 may have more. Ids of zeros only are not valid. */
const traceparent =
  /^(?:00(?=.{53}$)|(?!00|ff)[\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** The place that a `traceparent` header names; undefined where it is missing or not valid. */
export function parseTraceparent(header: unknown): TraceContext | undefined {
  const [, traceId, spanId, flags] = traceparent.exec(String(header)) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Who names a trace: a proxy whose word counts, or anybody. */
export type Peer = "trusted" | "stranger";

/**
 * Goes on with the trace of a `traceparent` header; begins one where there is none. A stranger's is not sampled for that:
 * whoever it is would decide about all that is sampled behind us (https://www.w3.org/TR/trace-context/#denial-of-service).
 */
export function continueTrace(header: unknown, peer: Peer = "stranger"): TraceContext {
  const { traceId = randomHex(32), sampled = false } = parseTraceparent(header) ?? {};
  return { traceId, spanId: randomHex(16), sampled: sampled && peer === "trusted" };
}

/** The header that hands a trace on. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;
}

/** So many digits, at most 32. Node keeps random bytes for UUIDs in store; fresh ones cost six times as much. */
function randomHex(digits: number): string {
  return randomUUID().replaceAll("-", "").slice(-digits);
}
