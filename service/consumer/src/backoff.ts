const firstMilliseconds = 500;
const longestMilliseconds = 8_000;

/** The time until the next try: half a second after the first failure, doubling up to eight, up to a quarter less. */
export function backoffAfter(failures: number): number {
  const full = Math.min(firstMilliseconds * 2 ** Math.max(0, failures - 1), longestMilliseconds);
  return Math.round(full * (1 - Math.random() / 4));
}
