/** Waiting times that double from 100 ms to 5 s, each shortened by up to a quarter so that replicas don't march in step. */
export class Backoff {
  #attempts = 0;

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const full = Math.min(100 * 2 ** this.#attempts, 5_000);
    this.#attempts += 1;
    return full * (1 - Math.random() / 4);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
