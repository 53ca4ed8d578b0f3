import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { identify, parseStat } from "../cluster/process/identity";
import { terminate } from "../cluster/process/stop";
import { readIfThere } from "../lib/files";

/**
 * Ends plugins of a `pulumi` that was killed; they would wait for it for ever. One is told by its command, by our
 * PULUMI_HOME in its environment, and by having lost its parent. Ending one may orphan the next.
 */
export async function endOrphanedPlugins(pulumiDir: string): Promise<void> {
  for (let orphans = findOrphans(pulumiDir); orphans.length > 0; orphans = findOrphans(pulumiDir)) {
    for (const pid of orphans) {
      const identity = identify(pid);
      if (identity !== undefined) await terminate(identity, "a plugin of pulumi", 1);
    }
  }
}

function findOrphans(pulumiDir: string): number[] {
  const home = `PULUMI_HOME=${join(pulumiDir, "home")}`;
  return processIds()
    .filter((pid) => parseStat(readIfThere(`/proc/${pid}/stat`) ?? "")?.parent === 1)
    .filter((pid) => isPlugin(read(pid, "cmdline")) && read(pid, "environ").includes(home))
    .map(Number);
}

/** Empty where there is no /proc, as on macOS. */
function processIds(): string[] {
  return existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
}

/** Whether a command line is that of a language host or a provider. */
export function isPlugin(cmdline: readonly string[]): boolean {
  const [command = "", script = ""] = cmdline;
  return /\/pulumi-(language|resource)-[^/]+$/.test(command) || script.endsWith("/cmd/run-plugin/index.js");
}

/** A file of /proc/<pid> that holds a list of strings; empty for a process that has ended meanwhile. */
function read(pid: string, file: "cmdline" | "environ"): string[] {
  return (readIfThere(`/proc/${pid}/${file}`) ?? "").split("\0");
}
