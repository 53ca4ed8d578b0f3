import { UserError } from "../lib/errors";
import { hasCode } from "../lib/files";
import { cacheDir } from "../lib/paths";

/** In place of an error that a full disk caused, one that says so; any other error as it is. */
export function explainFullDisk(error: unknown): unknown {
  const isFull =
    hasCode(error, "ENOSPC") ||
    (error instanceof UserError && /no space left on device/i.test(error.message));
  if (!isFull) return error;
  return new UserError(
    "The disk is full: no room to build images",
    `Make some GB free where ${cacheDir} lies, then run this again.`,
    error instanceof UserError ? error.log : undefined,
  );
}
