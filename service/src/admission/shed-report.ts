import type { FastifyBaseLogger } from "fastify";
import type { Refusal } from "./gate";

/** Why a request or a whole connection was turned away. */
export type ShedReason = Refusal | "connections";

/** A line about each of thousands would be load of its own. */
const secondsBetweenLines = 10;

/** Counts what is turned away, and tells the log while it goes on. */
export class ShedReport {
  readonly #counts = new Map<ShedReason, number>();
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly log: Pick<FastifyBaseLogger, "warn">) {}

  /** How much was turned away since the start, by reason. */
  get counts(): ReadonlyMap<ShedReason, number> {
    return this.#counts;
  }

  note(reason: ShedReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    const now = performance.now();
    if (now < this.#toldAt + secondsBetweenLines * 1000) return;
    this.#toldAt = now;
    this.log.warn({ shed: Object.fromEntries(this.#counts) }, "More comes than can be answered in time");
  }
}
