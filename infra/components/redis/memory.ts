import { mebibytes } from "../../config/memory";

/** How Redis' memory is divided; sizes as Kubernetes writes them, but for `maxmemory`. */
export interface RedisMemory {
  /** What data may take, as redis.conf writes it. */
  readonly maxmemory: string;
  readonly request: string;
  readonly limit: string;
}

/**
 * The memory of a Redis that may hold so much data ("256Mi"). Beside it stands as much again: while the append-only file
 * is rewritten a copy of the process keeps what is overwritten meanwhile, in the worst case everything; connections and
 * what the allocator can't give back come on top, hence 128 MiB at least.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/memory-optimization/
 */
export function redisMemory(memory: string): RedisMemory {
  const data = mebibytes(memory);
  const room = Math.max(data, 128);
  return { maxmemory: `${data}mb`, request: `${data}Mi`, limit: `${data + room}Mi` };
}
