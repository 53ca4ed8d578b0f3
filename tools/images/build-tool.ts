import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors";
import { cacheDir, logDir, projectDir } from "../paths";
import { run } from "../run";

/** Where the whole output of image builds goes. */
export const imagesLog = join(logDir, "images.log");

const fix =
  "Check that the disk is not full (`df -h`) and that the package registries answer, then run this again: images " +
  "that are finished are kept.";

/** Runs a program that builds an image or a part of it. Throws UserError. */
export async function runBuildTool(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  mkdirSync(logDir, { recursive: true });
  const [command = program, ...rest] = [...ownMounts(), program, ...args];
  try {
    return await run(command, rest, { cwd: projectDir, env, log: imagesLog, fix });
  } catch (error) {
    throw explain(error);
  }
}

/** What root mounts during a build is seen by the build alone and goes with it, even when it is killed. */
function ownMounts(): string[] {
  return process.getuid?.() === 0 ? ["unshare", "--mount", "--"] : [];
}

function explain(error: unknown): unknown {
  if (!(error instanceof UserError) || !/no space left on device/i.test(error.message)) return error;
  return new UserError(
    "The disk is full: no room to build images",
    `Make some GB free where ${cacheDir} lies, then run this again.`,
    imagesLog,
  );
}
