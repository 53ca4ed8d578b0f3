import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../lib/files";
import { cacheDir, logDir, projectDir, toolchainBinDir } from "../lib/paths";
import { type RunOptions, run } from "../lib/run";
import { installPlugins, pulumiEnvironment, toolPath } from "../toolchain";
import type { Target } from "./target";

/** The stack that `make up` brings up. */
export const localStack = "local";

/** Its configuration in this checkout. */
export const localStackFile = join(projectDir, `Pulumi.${localStack}.yaml`);

/** Full output of every pulumi command. */
export const pulumiLog = join(logDir, "pulumi.log");

/** Makes Pulumi's folders, passphrase and plugins for the target, once. */
export function preparePulumi({ pulumiDir }: Target): void {
  mkdirSync(join(pulumiDir, "state"), { recursive: true, mode: 0o700 });
  mkdirSync(logDir, { recursive: true });
  const passphrase = passphraseFile(pulumiDir);
  if (!existsSync(passphrase)) writeAtomically(passphrase, randomBytes(32).toString("base64url"));
  installPlugins(join(pulumiDir, "home"));
}

/** The environment in which `pulumi` and `kubectl` work on the target's stack; none of it is secret. */
export function stackEnvironment({ kubeconfig, pulumiDir }: Target): Record<string, string> {
  const node = join(projectDir, "node_modules/.bin");
  return {
    ...pulumiEnvironment(join(pulumiDir, "home")),
    PULUMI_BACKEND_URL: `file://${join(pulumiDir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(pulumiDir),
    KUBECONFIG: kubeconfig,
    PATH: `${node}:${toolchainBinDir}:${process.env.PATH}`,
  };
}

/** How to run `pulumi`. */
export interface PulumiOptions {
  readonly onLine?: (line: string) => unknown;
  /** "none" for output with secrets in the clear; else it is appended to `pulumiLog`. */
  readonly log?: "none";
}

/** Runs `pulumi` in the project and returns its standard output. Throws UserError. */
export function pulumi(
  target: Target,
  args: readonly string[],
  { onLine, log }: PulumiOptions = {},
): Promise<string> {
  return run(toolPath("pulumi"), [...args, "--non-interactive", "--color", "never"], {
    cwd: projectDir,
    // Pulumi loads its SDK before infra/typescript can have Node.js keep what it compiles.
    env: { ...stackEnvironment(target), NODE_COMPILE_CACHE: join(cacheDir, "node") },
    ...(log !== "none" && { log: pulumiLog }),
    explain: findDiagnostics,
    fix: "Correct what it names, then run the same command again; it goes on from where it stopped.",
    ...(onLine && { onLine }),
  });
}

/** What Pulumi lists as the reasons of a failure; else the end of its output. */
export function findDiagnostics(output: string): string {
  const lines = output.split("\n");
  const start = lines.indexOf("Diagnostics:");
  if (start < 0) return output.slice(-1_000).trim();
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^(Outputs|Resources|Policies|Duration):?/.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}

/** Runs `kubectl` against the target and returns its standard output. Throws UserError. */
export function kubectl(
  target: Target,
  args: readonly string[],
  options: Pick<RunOptions, "input" | "onLine"> = {},
): Promise<string> {
  return run(toolPath("kubectl"), args, { env: { KUBECONFIG: target.kubeconfig }, ...options });
}

function passphraseFile(pulumiDir: string): string {
  return join(pulumiDir, "passphrase");
}
