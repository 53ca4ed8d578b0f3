import { isErrorReply, withoutQuotes } from "./store/reply";

/** An error's reason in words, fit for the log. */
export function messageOf(error: unknown): string {
  if (isErrorReply(error)) return withoutQuotes(error);
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
