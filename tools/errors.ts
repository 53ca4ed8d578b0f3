/**
 * A failure that the person at the terminal can do something about. `message` quotes what is wrong, `fix` says
 * what to do; commands print both without a stack trace.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    message: string,
    readonly fix: string,
    readonly log?: string,
  ) {
    super(message);
  }
}

/** One paragraph for the terminal: what went wrong, what to do, where the full output is. */
export function describeError(error: unknown): string {
  if (!(error instanceof UserError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const log = error.log === undefined ? "" : `\n  full output: ${error.log}`;
  return `${error.message}\n  ${error.fix}${log}`;
}
