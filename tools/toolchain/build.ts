import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goEnvironment, runGo } from "./go";
import { linkFlags } from "./key";
import { type GoModule, type ModuleName, modules, sourceOf, type ToolName } from "./modules";
import { moduleFiles } from "./pins";
import { keepBinary, openDraft } from "./store";

/** A tool to build and the key of the build. */
export interface Build {
  readonly tool: ToolName;
  readonly key: string;
}

/**
 * Builds tools of one module, verified against its go.sum alone, and keeps the binaries. The module is built in a
 * copy, so that the checkout stays as it is. Throws UserError.
 */
export async function buildModule(name: ModuleName, builds: readonly Build[]): Promise<void> {
  const module: GoModule = modules[name];
  const draft = openDraft();
  const [source, bin] = [join(draft, name), join(draft, "bin")];
  try {
    mkdirSync(source);
    for (const [file, text] of moduleFiles(name)) writeFileSync(join(source, file), text);
    await module.prepare?.(source);
    const packages = builds.map(({ tool }) => sourceOf(tool).package);
    const args = ["install", "-ldflags", linkFlags(module).join(" "), ...packages];
    await runGo(args, source, goEnvironment(bin));
    for (const { tool, key } of builds) keepBinary(join(bin, tool), tool, key);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
