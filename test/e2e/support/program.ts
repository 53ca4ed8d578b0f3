import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../tools/lib/paths";
import { run } from "../../../tools/lib/run";
import { localStack, stackEnvironment } from "../../../tools/stack/pulumi";
import { toolPath } from "../../../tools/toolchain";
import { growContract } from "../../stream-config/grown/grow";
import { temporaryDir } from "../../support/servers";
import { target } from "./stack";

/** A copy of the program: what a checkout with other files would do to stack `local`. */
export interface Program {
  readonly dir: string;
  /** Replaces text in a file. */
  readonly edit: (file: string, from: string, to: string) => void;
  /** Runs pulumi on it; a failure holds all of its output. */
  readonly pulumi: (...args: string[]) => Promise<string>;
}

const parts = ["infra", "stream-config", "package.json", "tsconfig.json", "Pulumi.yaml", "Pulumi.local.yaml"];

/** Copies the program as it is now; the copy is removed after the test. */
export function copyProgram(): Program {
  const dir = temporaryDir();
  for (const part of parts) cpSync(join(projectDir, part), join(dir, part), { recursive: true });
  symlinkSync(join(projectDir, "node_modules"), join(dir, "node_modules"));
  return programIn(dir);
}

/** A copy of the checkout whose contract has an event, a consumer and a user more: `growContract`. */
export async function growProgram(): Promise<Program> {
  const dir = temporaryDir();
  growContract(dir);
  cpSync(join(projectDir, "Pulumi.local.yaml"), join(dir, "Pulumi.local.yaml"));
  await run("npm", ["run", "--silent", "generate"], { cwd: dir });
  return programIn(dir);
}

function programIn(dir: string): Program {
  return {
    dir,
    edit: (file, from, to) => {
      const text = readFileSync(join(dir, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(join(dir, file), text.replace(from, to));
    },
    pulumi: (...args) =>
      run(toolPath("pulumi"), [...args, "--stack", localStack, "--non-interactive", "--color", "never"], {
        cwd: dir,
        env: stackEnvironment(target),
        explain: (output) => output,
      }),
  };
}
