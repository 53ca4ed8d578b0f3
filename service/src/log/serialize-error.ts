import { messageOf } from "./trouble";

/** What the log shows of an error. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  /** A short code, e.g. of Node.js: "ECONNREFUSED". */
  readonly code?: string;
  /** The places only: a stack's first line is the message as it was. */
  readonly stack: string;
  readonly cause?: LoggedError;
}

/** More causes than these are a loop. */
const deepest = 5;

/**
 * An error by a list of what may be shown; anything else as it is. Clients hang more on their errors, and that can be
 * anything: ioredis the arguments of the command, which are addresses, names and hashes.
 */
export function serializeError(value: unknown): unknown {
  return value instanceof Error ? toLogged(value, 0) : value;
}

function toLogged(error: Error & { readonly code?: unknown }, depth: number): LoggedError {
  const { name: type, code, stack = "", cause } = error;
  return {
    type,
    message: messageOf(error),
    ...(typeof code === "string" && { code }),
    stack: stack.split("\n").filter(isPlace).join("\n"),
    ...(cause instanceof Error && depth < deepest && { cause: toLogged(cause, depth + 1) }),
  };
}

function isPlace(line: string): boolean {
  return /^\s+at /.test(line);
}
