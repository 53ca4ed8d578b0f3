import { existsSync } from "node:fs";
import { withLock } from "../lib/lock";
import type { Outcome, Report } from "../lib/steps";
import { type Build, buildModule } from "./build";
import { goVersion } from "./go";
import { buildInput, buildKey } from "./key";
import { type ModuleName, modules, sourceOf, type ToolName } from "./modules";
import { sufficientOnPath } from "./on-path";
import { moduleDir } from "./pins";
import { builtBinary, ensureLink, toolLink } from "./store";

export type { ToolName } from "./modules";
export { installPlugins, pulumiEnvironment } from "./plugins";

/**
 * Makes the tools usable under `toolPath`: those that are on PATH in a sufficient version are taken as they are, of
 * the others only what is missing in the cache is built. May be interrupted, and run by several processes at once.
 * Throws UserError.
 */
export async function ensureTools(names: readonly ToolName[], report: Report): Promise<Outcome> {
  const tools = await locateAll(names);
  const missing = tools.filter(isMissing);
  if (missing.length > 0) {
    await withLock("toolchain", "building the toolchain", report, () => buildMissing(missing, report));
  }
  const links = tools.map(({ tool, binary }) => ensureLink(toolLink(tool), binary));
  return missing.length > 0 || links.includes("changed") ? "changed" : "unchanged";
}

/** Those that `ensureTools` would have to build first. Throws UserError when nobody can tell, for want of Go. */
export async function missingTools(names: readonly ToolName[]): Promise<ToolName[]> {
  return (await locateAll(names)).filter(isMissing).map(({ tool }) => tool);
}

/** The path of a tool's binary, once `ensureTools` has made it usable. */
export function toolPath(name: ToolName): string {
  return toolLink(name);
}

/** A `pulumi` that is installed brings its own language hosts and downloads its providers. */
async function needed(names: readonly ToolName[]): Promise<readonly ToolName[]> {
  const companions: readonly ToolName[] = ["pulumi-language-nodejs", "pulumi-resource-kubernetes"];
  if (!names.some((name) => companions.includes(name))) return names;
  if ((await sufficientOnPath("pulumi")) === undefined) return names;
  return names.filter((name) => !companions.includes(name));
}

async function locateAll(names: readonly ToolName[]): Promise<Located[]> {
  return Promise.all((await needed(names)).map(locate));
}

type Located =
  | { readonly kind: "installed"; readonly tool: ToolName; readonly binary: string }
  | (Build & { readonly kind: "ours"; readonly binary: string });

async function locate(tool: ToolName): Promise<Located> {
  const installed = await sufficientOnPath(tool);
  if (installed !== undefined) return { kind: "installed", tool, binary: installed };
  const key = buildKey(buildInput(tool, await goVersion(moduleDir(sourceOf(tool).module))));
  return { kind: "ours", tool, key, binary: builtBinary(tool, key) };
}

function isMissing(located: Located): located is Located & Build {
  return located.kind === "ours" && !existsSync(located.binary);
}

/** Another process may have built some of them while we waited for the lock. */
async function buildMissing(missing: readonly Build[], report: Report): Promise<void> {
  const pending = groupByModule(missing.filter(({ tool, key }) => !existsSync(builtBinary(tool, key))));
  for (const [index, [module, builds]] of [...pending].entries()) {
    const minutes = Math.ceil(modules[module].coldMinutes);
    report(`building ${nameOf(module, builds)} (${index + 1} of ${pending.size}, ~${minutes} min cold)`);
    await buildModule(module, builds);
  }
}

function groupByModule(builds: readonly Build[]): ReadonlyMap<ModuleName, readonly Build[]> {
  const groups = new Map<ModuleName, readonly Build[]>();
  for (const build of builds) {
    const { module } = sourceOf(build.tool);
    groups.set(module, [...(groups.get(module) ?? []), build]);
  }
  return groups;
}

function nameOf(module: ModuleName, builds: readonly Build[]): string {
  return builds.length === 1
    ? (builds[0]?.tool ?? module)
    : `${module}: ${builds.map(({ tool }) => tool).join(", ")}`;
}
