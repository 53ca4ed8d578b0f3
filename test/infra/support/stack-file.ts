import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadYaml } from "@kubernetes/client-node";
import { config as providerConfig } from "../../../infra/provider/api/config";
import { projectDir } from "../../../tools/lib/paths";
import { declaredBy } from "../policy/support/program";

/** Configuration by its keys, "auth-stack:nats" and the like. */
type RawConfig = Readonly<Record<string, unknown>>;

const read = (path: string) => readFileSync(join(projectDir, path), "utf8");

/** Names of the stacks' files that belong to the checkout, not those of stacks that were made in it. */
export function stackFiles(): string[] {
  const tracked = ["ls-files", "--cached", "--others", "--exclude-standard", "Pulumi.*.yaml"];
  return execFileSync("git", tracked, { cwd: projectDir, encoding: "utf8" }).trim().split("\n");
}

/**
 * Runs the program with the configuration of a stack's file and of the project, and no engine. Throws, naming file and
 * key, when something in it is not known, and when the program refuses it.
 */
export async function runStack(file: string, text = read(file)): Promise<void> {
  const stack = loadYaml<Record<string, RawConfig>>(text);
  const problems = [...unknownSections(stack), ...unknownKeys(stack.config ?? {})];
  if (problems.length > 0) throw new Error(`${file}: ${problems.join("; ")}`);
  try {
    await declaredBy({ ...projectConfig(), ...stack.config });
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Pulumi reads these, and ignores what else there is. https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/ */
const sections = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"];

function unknownSections(stack: object): string[] {
  return Object.keys(stack)
    .filter((section) => !sections.includes(section))
    .map((section) => `${section} is no section of a stack's file`);
}

/** The program refuses what it doesn't know of its own; nobody does for other keys. */
function unknownKeys(config: RawConfig): string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    authstack: Object.keys(providerConfig.properties),
    kubernetes: kubernetesSettings(),
  };
  return Object.keys(config)
    .filter((key) => !key.startsWith("auth-stack:"))
    .filter((key) => {
      const [namespace = "", name = ""] = key.split(":");
      return known[namespace]?.includes(name) !== true;
    })
    .map((key) => `${key} is a key that neither the program nor a provider of it knows`);
}

function kubernetesSettings(): string[] {
  const [, settings = ""] = read("node_modules/@pulumi/kubernetes/provider.d.ts").split(
    "export interface ProviderArgs",
  );
  return [...settings.matchAll(/^ {4}(\w+)\?:/gm)].map(([, name = ""]) => name);
}

function projectConfig(): RawConfig {
  const { config } = loadYaml<{ config: Record<string, { value: unknown }> }>(read("Pulumi.yaml"));
  return Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
}
