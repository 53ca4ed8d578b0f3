/** Lets something happen so many times a second and no more often. */
export class Allowance {
  #left: number;
  #since = performance.now();

  constructor(private readonly perSecond: number) {
    this.#left = perSecond;
  }

  /** Whether it may happen once more now. */
  take(): boolean {
    const now = performance.now();
    if (now >= this.#since + 1000) {
      this.#since = now;
      this.#left = this.perSecond;
    }
    if (this.#left <= 0) return false;
    this.#left -= 1;
    return true;
  }
}
