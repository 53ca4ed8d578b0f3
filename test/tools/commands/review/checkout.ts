import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, review } from "../../../../tools/commands/review";
import { projectDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";
import { typeScript } from "../../../../tools/lib/typescript";
import { temporaryDir } from "../../../support/servers";

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository with this project's contract, whose first commit is tagged `base`. */
export interface Checkout {
  readonly dir: string;
  readonly git: (...args: string[]) => Promise<string>;
  /** Replaces text in a file of the contract. */
  readonly edit: (file: string, from: string, to: string) => void;
  readonly write: (file: string, text: string) => void;
  /** Reviews it in this process. */
  readonly review: (...args: string[]) => Promise<Outcome>;
  /** Reviews it as `npm run review` does. */
  readonly runReview: (...args: string[]) => Promise<Ended>;
}

/** Makes one without rendered files, which would be stale after each change; `before` changes the files that are committed. */
export async function makeCheckout(before?: (checkout: Checkout) => void): Promise<Checkout> {
  const dir = temporaryDir();
  const identity = [
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  const git = (...args: string[]) => run("git", ["-C", dir, ...identity, ...args]);
  const write = (file: string, text: string) => writeFileSync(join(dir, "stream-config", file), text);
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(dir, "stream-config", file), "utf8");
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    write(file, text.replace(from, to));
  };
  const checkout = {
    dir,
    git,
    write,
    edit,
    review: (...args: string[]) => review(args, dir, false),
    runReview: (...args: string[]) => runReview(dir, args),
  };
  cpSync(join(projectDir, "stream-config"), join(dir, "stream-config"), { recursive: true });
  symlinkSync(join(projectDir, "node_modules"), join(dir, "node_modules"));
  rmSync(join(dir, "stream-config/rendered"), { recursive: true });
  before?.(checkout);
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "stream-config");
  await git("commit", "--quiet", "--message=base");
  await git("tag", "base");
  return checkout;
}

async function runReview(dir: string, args: readonly string[]): Promise<Ended> {
  const main = join(projectDir, "tools/commands/review/main.ts");
  const child = spawn(process.execPath, [...typeScript, main, ...args], {
    cwd: dir,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const [status] = await once(child, "close");
  return { status, ...output };
}
