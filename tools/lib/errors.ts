import { hasCode } from "./files";

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
  if (hasCode(error, "ENOSPC")) return describeError(diskFull(String(error)));
  if (!(error instanceof UserError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const log = error.log === undefined ? "" : `\n  full output: ${error.log}`;
  return `error: ${error.message}\n  ${error.fix}${log}`;
}

/** Any write can meet a full disk, so it is told in one place. */
function diskFull(reason: string): UserError {
  return new UserError(
    `The disk is full: ${reason}`,
    "Free some space (`df -h` shows where it is missing), then run this again; it goes on from where it stopped.",
  );
}
