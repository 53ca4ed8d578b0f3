import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "./errors";
import { hasCode } from "./files";

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
  /** The part of a failed command's output that an error quotes; its last lines unless told otherwise. */
  readonly explain?: (output: string) => string;
  /** Is given each line of output as it comes. */
  readonly onLine?: (line: string) => unknown;
}

/** Runs a command to its end and returns its standard output. Throws UserError quoting its last lines. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: (options.timeoutSeconds ?? 0) * 1000,
  });
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdin.end(options.input);
  if (options.onLine !== undefined) createInterface({ input: child.stdout }).on("line", options.onLine);
  const output = collect(child, options.log);
  const problem = await ending(child, options.timeoutSeconds);
  if (problem === undefined) return output.stdout().trimEnd();
  const reason = (options.explain ?? lastLines)(output.all()) || problem;
  throw new UserError(
    `${command} ${args.slice(0, 3).join(" ")} failed: ${reason}`,
    options.fix ?? "Run the command again; if it fails the same way, read its full output.",
    options.log,
  );
}

/** Keeps what the command prints, and appends it to the log as it comes. */
function collect(child: ChildProcess, log: string | undefined) {
  const [stdout, all]: [Buffer[], Buffer[]] = [[], []];
  if (log !== undefined) mkdirSync(dirname(log), { recursive: true });
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      all.push(chunk);
      if (log !== undefined) append(log, chunk);
    });
  }
  return { stdout: () => Buffer.concat(stdout).toString(), all: () => Buffer.concat(all).toString() };
}

/** A log that can't be written, because the disk is full, must not hide what the command says about it. */
function append(log: string, chunk: Buffer): void {
  try {
    appendFileSync(log, chunk);
  } catch (error) {
    if (!hasCode(error, "ENOSPC")) throw error;
  }
}

/** What went wrong, or undefined when the command ended with status 0. */
function ending(child: ChildProcess, timeoutSeconds: number | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (status, signal) => {
      if (signal === null) resolve(status === 0 ? undefined : `it ended with status ${status}`);
      else if (child.killed) resolve(`it did not end within ${timeoutSeconds} s`);
      else resolve(`it was ended by ${signal}`);
    });
  });
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" | ").slice(-600);
}
