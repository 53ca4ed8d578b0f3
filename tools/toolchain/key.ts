import { createHash } from "node:crypto";
import { buildFlags, linkerFlags } from "./go";
import { type GoModule, modules, sourceOf, type ToolName } from "./modules";
import { moduleFiles } from "./pins";

/** What a tool's binary follows from. */
export interface BuildInput {
  readonly files: ReadonlyMap<string, string>;
  readonly package: string;
  readonly flags: readonly string[];
  /** e.g. "go1.26.8 linux/amd64". */
  readonly compiler: string;
}

/** What a tool's binary follows from, with the given compiler. */
export function buildInput(tool: ToolName, compiler: string): BuildInput {
  const source = sourceOf(tool);
  const flags = [...buildFlags, ...linkFlags(modules[source.module])];
  return { files: moduleFiles(source.module), package: source.package, flags, compiler };
}

/** The name of a build: equal for equal inputs, another one when any of them changes. */
export function buildKey(input: BuildInput): string {
  const parts = [[...input.files], input.package, input.flags, input.compiler];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** The linker's flags for a module. */
export function linkFlags({ variables }: GoModule): string[] {
  const settings = Object.entries(variables?.() ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  return [...linkerFlags, ...settings];
}
