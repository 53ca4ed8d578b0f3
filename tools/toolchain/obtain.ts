import type { Report } from "../lib/steps";
import { type Build, buildModule } from "./build";
import { currentBuildKey, locateAll, missingOf } from "./locate";
import { type ModuleName, modules, sourceOf, type ToolName } from "./modules";
import { takeReleases } from "./releases";

/**
 * Gets tools into the cache: from official releases, and what isn't to be had there from source. Another process may
 * have got some of them while we waited for the lock, which this needs. Throws UserError.
 */
export async function obtain(tools: readonly ToolName[], report: Report, note: Report): Promise<void> {
  await takeReleases(missingOf(await locateAll(tools)), report, note);
  await buildAll(missingOf(await locateAll(tools)), report);
}

async function buildAll(tools: readonly ToolName[], report: Report): Promise<void> {
  const builds = await Promise.all(tools.map(async (tool) => ({ tool, key: await currentBuildKey(tool) })));
  const groups = groupByModule(builds);
  for (const [index, [module, builds]] of [...groups].entries()) {
    const minutes = Math.ceil(modules[module].coldMinutes);
    report(`building ${nameOf(module, builds)} (${index + 1} of ${groups.size}, ~${minutes} min cold)`);
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
