import { createHistogram } from "node:perf_hooks";
import type { Done } from "./job";

/** Counts what was done and how long each took. */
export class Recorder {
  /** Microseconds. */
  readonly #latency = createHistogram();
  readonly #started = performance.now();
  #failures = 0;
  #firstFailure: string | undefined;

  /** Runs the work and records how long it took since `due` (by `performance.now()`). Never throws. */
  async record(work: () => Promise<unknown>, due: number = performance.now()): Promise<void> {
    try {
      await work();
      this.#latency.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
    } catch (error) {
      this.#failures += 1;
      this.#firstFailure ??= error instanceof Error ? error.message : String(error);
    }
  }

  done(): Done {
    const milliseconds = (percentile: number) => this.#latency.percentile(percentile) / 1000;
    return {
      count: this.#latency.count,
      seconds: (performance.now() - this.#started) / 1000,
      p50: milliseconds(50),
      p99: milliseconds(99),
      failures: this.#failures,
      ...(this.#firstFailure !== undefined && { firstFailure: this.#firstFailure }),
    };
  }
}
