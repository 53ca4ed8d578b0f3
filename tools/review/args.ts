import { parseArgs } from "node:util";
import { UserError } from "../errors";

const formats = ["text", "markdown", "json"] as const;
const thresholds = ["risky", "refused", "never"] as const;

/** What a review is asked for. */
export interface ReviewOptions {
  /** The revision to compare with, as git knows it; undefined where none was named. */
  readonly base: string | undefined;
  readonly format: (typeof formats)[number];
  /** From which verdict on the exit status is not 0. */
  readonly failOn: (typeof thresholds)[number];
  readonly help: boolean;
}

/** What `--help` prints. */
export const help = `Compares the working tree's contract (stream-config/) with another revision's, and says what the change does.

  npm run review -- [options]

  --base REVISION    any git revision (default: origin/main)
  --format FORMAT    text (default), markdown (for a comment of a pull request) or json
  --fail-on VERDICT  risky (default), refused or never: from when on the exit status is not 0
  --help             this text

Exit status: 0 nothing risky, 3 risky changes, 4 refused or breaking changes, 2 the comparison could not be made.`;

/** Reads the command line. Throws UserError quoting what is wrong. */
export function readArgs(args: readonly string[]): ReviewOptions {
  const { base, format = "text", "fail-on": failOn = "risky", help = false } = parse(args);
  if (base === "") throw new UserError("--base is empty", "Name a git revision, e.g. --base origin/main.");
  return {
    base,
    format: oneOf("--format", format, formats),
    failOn: oneOf("--fail-on", failOn, thresholds),
    help,
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { base: text, format: text, "fail-on": text, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(
      error.message.split(". ")[0] ?? error.message,
      "`npm run review -- --help` lists the options.",
    );
  }
}

function oneOf<Value extends string>(option: string, given: string, known: readonly Value[]): Value {
  const value = known.find((name) => name === given);
  if (value !== undefined) return value;
  throw new UserError(`${option} ${JSON.stringify(given)} is not known`, `Use one of ${known.join(", ")}.`);
}
