/** What `redis.memory` may be at least, in MiB: under it, what the service itself needs would fill a good part. */
export const leastMebibytes = 64;

/** "2Gi" → 2048 */
export function mebibytes(memory: string): number {
  const count = Number.parseInt(memory, 10);
  return memory.endsWith("Gi") ? count * 1024 : count;
}
