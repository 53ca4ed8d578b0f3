/** An error's reason in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Why something fails that is tried again and again: told once per reason, until it is over. */
export class Trouble {
  #last = "";

  constructor(
    private readonly report: (reason: string, error: Error) => void,
    private readonly reasonOf: (error: unknown) => string = messageOf,
  ) {}

  tell(error: unknown): void {
    const reason = this.reasonOf(error);
    if (reason === this.#last) return;
    this.#last = reason;
    this.report(reason, toError(error));
  }

  over(): void {
    this.#last = "";
  }
}
