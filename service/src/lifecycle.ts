/** Whether the service wants new requests. Draining begins at SIGTERM and does not end. */
export class Lifecycle {
  #state: "serving" | "draining" = "serving";
  readonly #atDrain: (() => void)[] = [];

  get isDraining(): boolean {
    return this.#state === "draining";
  }

  /** What is to be done when draining begins. */
  onDrain(work: () => void): void {
    this.#atDrain.push(work);
  }

  drain(): void {
    if (this.isDraining) return;
    this.#state = "draining";
    for (const work of this.#atDrain) work();
  }
}
