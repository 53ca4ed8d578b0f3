import { Trouble as AnyTrouble } from "../../consumer/src/trouble";
import { isErrorReply, withoutQuotes } from "./error-reply";

/** An error's reason in words, fit for the log. */
export function messageOf(error: unknown): string {
  if (isErrorReply(error)) return withoutQuotes(error);
  return error instanceof Error ? error.message : String(error);
}

/** Why something fails that is tried again and again: told once per reason, fit for the log, until it is over. */
export class Trouble extends AnyTrouble {
  constructor(report: (reason: string) => void) {
    super(report, messageOf);
  }
}
