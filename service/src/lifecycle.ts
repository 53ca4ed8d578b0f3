/** Whether the service wants new requests. Draining begins at SIGTERM and does not end. */
export class Lifecycle {
  #state: "serving" | "draining" = "serving";

  get isDraining(): boolean {
    return this.#state === "draining";
  }

  drain(): void {
    this.#state = "draining";
  }
}
