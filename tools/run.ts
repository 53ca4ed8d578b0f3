import { createWriteStream } from "node:fs";
import { execa } from "execa";
import { UserError } from "./errors";

/** How to run a command. `input` goes to its standard input; secrets belong there or in `env`, never in arguments. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** File that the command's whole output is appended to; an error names it. */
  readonly log?: string;
  /** What to do when the command fails, e.g. "check that the disk is not full". */
  readonly fix?: string;
  readonly timeoutSeconds?: number;
}

/** Runs a command to its end and returns its standard output. Throws UserError quoting its last lines. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const child = execa(command, args, {
    reject: false,
    all: true,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
    ...(options.timeoutSeconds !== undefined && { timeout: options.timeoutSeconds * 1000 }),
  });
  if (options.log !== undefined) child.all?.pipe(createWriteStream(options.log, { flags: "a" }));
  const result = await child;
  if (!result.failed) return result.stdout;
  const reason = lastLines(result.all ?? "") || result.shortMessage || "";
  throw new UserError(
    `${command} ${args.slice(0, 3).join(" ")} failed: ${reason}`,
    options.fix ?? "Run the command again; if it fails the same way, read its full output.",
    options.log,
  );
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" | ").slice(-600);
}
