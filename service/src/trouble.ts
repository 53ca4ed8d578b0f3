/** An error's reason in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why something fails that is tried again and again: told once per reason, until it is over. */
export class Trouble {
  #last = "";

  constructor(private readonly report: (reason: string) => void) {}

  tell(error: unknown): void {
    const reason = messageOf(error);
    if (reason === this.#last) return;
    this.#last = reason;
    this.report(reason);
  }

  over(): void {
    this.#last = "";
  }
}
