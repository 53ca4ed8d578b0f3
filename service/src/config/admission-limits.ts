import { getHeapStatistics } from "node:v8";

/** How much the service takes upon itself at once. */
export interface AdmissionLimits {
  /** Requests under way. */
  readonly requests: number;
  /** Open connections. */
  readonly connections: number;
  /** Requests of one connection that are under way: HTTP/1.1 lets clients send without waiting for answers. */
  readonly pipelined: number;
}

const mebibyte = 2 ** 20;

/** A request takes up to a few times its body, 64 KiB; a connection, whose TLS has its memory outside of the heap, 50 KiB. */
const perMebibyte = { requests: 1, connections: 8 } as const;

const fewest = { requests: 64, connections: 512 } as const;

/** More than a client has under way that waits for each answer; those that don't mostly send a few. */
const pipelined = 16;

/** What fits into a heap of so many bytes, by default as many as V8 lets this process have. */
export function limitsFor(heapBytes: number = getHeapStatistics().heap_size_limit): AdmissionLimits {
  const fitting = (what: keyof typeof perMebibyte) =>
    Math.max(fewest[what], Math.floor((heapBytes / mebibyte) * perMebibyte[what]));
  return { requests: fitting("requests"), connections: fitting("connections"), pipelined };
}
