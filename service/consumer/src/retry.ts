import { nak, type Outcome, term } from "./outcome";

const longestMilliseconds = 60_000;

/** What becomes of a message whose handling failed: it comes again, later each time; the last time it is given up. */
export function retry(error: Error, delivery: number, max: number): Outcome {
  return delivery < max ? nak(retryDelay(delivery)) : term(`${error.name}: ${error.message}`);
}

/** An outcome as the handler wants it; but what would come again and can't is given up with a reason. */
export function orGivenUp(outcome: Outcome, delivery: number, max: number): Outcome {
  if (outcome.kind !== "nak" || delivery < max) return outcome;
  return term(`still not done in the last of ${max} deliveries`);
}

/** Milliseconds until the next delivery: a second after the first, doubling up to a minute, up to a quarter less. */
function retryDelay(delivery: number): number {
  const full = Math.min(1_000 * 2 ** (delivery - 1), longestMilliseconds);
  return Math.round(full * (1 - Math.random() / 4));
}
