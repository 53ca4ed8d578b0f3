import { withLock } from "../lib/lock";
import type { Outcome, Report } from "../lib/steps";
import { locateAll, missingOf } from "./locate";
import type { ToolName } from "./modules";
import { obtain } from "./obtain";
import { ensureLink, toolLink } from "./store";

export type { ToolName } from "./modules";
export { installPlugins, pulumiEnvironment } from "./plugins";

/**
 * Makes the tools usable under `toolPath`: those that are on PATH in a sufficient version are taken as they are, of
 * the others what is missing in the cache is taken from official releases or, where that can't be, built; `note` is told
 * why not. May be interrupted, and run by several processes at once. Throws UserError.
 */
export async function ensureTools(
  names: readonly ToolName[],
  report: Report,
  note: Report = report,
): Promise<Outcome> {
  const located = await locateAll(names);
  const missing = missingOf(located);
  if (missing.length > 0) {
    await withLock("toolchain", "getting the toolchain", report, () => obtain(missing, report, note));
  }
  const links = (missing.length > 0 ? await locateAll(names) : located).map(({ tool, binary }) => {
    if (binary === undefined) throw new Error(`${tool} was to be had and is not there`);
    return ensureLink(toolLink(tool), binary);
  });
  return missing.length > 0 || links.includes("changed") ? "changed" : "unchanged";
}

/** Those that `ensureTools` would have to get first. */
export async function missingTools(names: readonly ToolName[]): Promise<ToolName[]> {
  return missingOf(await locateAll(names));
}

/** The path of a tool's binary, once `ensureTools` has made it usable. */
export function toolPath(name: ToolName): string {
  return toolLink(name);
}
