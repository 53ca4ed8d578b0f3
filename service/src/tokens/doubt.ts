/** Weight of each new outcome: the last few dozen decide. */
const weight = 1 / 32;

/** Share of unknown tokens from which a look costs less than it saves. */
const high = 0.5;

/**
 * Whether refresh tokens that come are mostly of no session. Then the store is asked for the session first, so that
 * tokens which somebody made up cost no signature and no sealing; usually that look would be a round trip too many.
 */
export class Doubt {
  #share = 0;

  get isHigh(): boolean {
    return this.#share >= high;
  }

  /** Takes note of what a token was. */
  note(was: "known" | "unknown"): void {
    this.#share += weight * ((was === "unknown" ? 1 : 0) - this.#share);
  }
}
