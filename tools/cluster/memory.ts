import { readdirSync } from "node:fs";
import { readIfThere } from "../lib/files";
import { cgroupName } from "./layout";
import { isShimCommand } from "./shims";
import { clusterStatus } from "./status";

/** Memory of every process of the node and of every container on it, MiB: their proportional set sizes (proc(5)). */
export async function clusterMemory(): Promise<number> {
  const statuses = await clusterStatus();
  const recorded = statuses.flatMap(({ state }) => (state.kind === "running" ? [String(state.pid)] : []));
  const others = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOurs(name));
  const kilobytes = [...new Set([...recorded, ...others])].map(proportionalSetSize);
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
}

/** Shims are told by their arguments, what runs in containers by its cgroup. */
function isOurs(pid: string): boolean {
  const cgroups = readIfThere(`/proc/${pid}/cgroup`) ?? "";
  return cgroups.includes(`/${cgroupName}/`) || isShimCommand(readIfThere(`/proc/${pid}/cmdline`) ?? "");
}

/** A process that has ended meanwhile has none. */
function proportionalSetSize(pid: string): number {
  const [, kilobytes = "0"] = /^Pss:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`) ?? "") ?? [];
  return Number(kilobytes);
}
