import type { ProblemName } from "./table";

/** A field of the request that is at fault, e.g. "email", and what is wrong with it. Values are never quoted. */
export interface FieldProblem {
  readonly field: string;
  readonly detail: string;
}

/** What this occurrence adds to the problem's type. */
export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  /** Response headers, e.g. WWW-Authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** Ends a request with a problem of the table. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: ProblemName,
    readonly details: ProblemDetails = {},
  ) {
    super(`${problem}${details.detail === undefined ? "" : `: ${details.detail}`}`, { cause: details.cause });
  }
}
