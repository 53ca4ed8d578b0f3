import type { SigningKey } from "../config";

/** By how much the clocks of replicas may differ. */
const clockSkewSeconds = 60;

/**
 * Signing keys over time: each signs from its `nbf` until the next one's, and verifies before that, because replicas
 * don't switch at the same moment, and afterwards until the last token that it signed has expired. Times are seconds
 * since the epoch.
 */
export class SigningKeys {
  readonly #oldestFirst: readonly SigningKey[];
  readonly #tokenSeconds: number;

  constructor(keys: readonly SigningKey[], accessTtlSeconds: number) {
    this.#oldestFirst = keys.toSorted((one, other) => beginOf(one) - beginOf(other));
    this.#tokenSeconds = accessTtlSeconds;
  }

  /** The key that has begun last. Before all of them the first to begin: whatever it would wait for was revoked. */
  signingAt(now: number): SigningKey {
    const key = this.#oldestFirst.findLast((key) => beginOf(key) <= now) ?? this.#oldestFirst[0];
    if (key === undefined) throw new Error("There is no signing key");
    return key;
  }

  /** The keys that verify. */
  verifyingAt(now: number): readonly SigningKey[] {
    return this.#oldestFirst.filter((_, index) => {
      const next = this.#oldestFirst[index + 1];
      return next === undefined || now < beginOf(next) + this.#tokenSeconds + clockSkewSeconds;
    });
  }
}

/** A key without a beginning has always been there. */
function beginOf({ nbf = 0 }: SigningKey): number {
  return nbf;
}
