import { join } from "node:path";
import { logDir, projectDir } from "../lib/paths";
import { run } from "../lib/run";

/** Where the whole output of image builds goes. */
const imagesLog = join(logDir, "images.log");

const fix =
  "Check that the disk is not full (`df -h`) and that the package registries answer, then run this again: images " +
  "that are finished are kept.";

/** Runs a program that works on images; its output is logged. Throws UserError. */
export function runLogged(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return run(program, args, { cwd: projectDir, env, log: imagesLog, fix });
}

/** Runs a program that builds an image or a part of it, with mounts of its own. Throws UserError. */
export function runBuildTool(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [command = program, ...rest] = [...ownMounts(), program, ...args];
  return runLogged(command, rest, env);
}

/** What root mounts during a build is seen by the build alone and goes with it, even when it is killed. */
function ownMounts(): string[] {
  return process.getuid?.() === 0 ? ["unshare", "--mount", "--"] : [];
}
