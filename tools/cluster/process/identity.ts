import { readIfThere } from "../../lib/files";

/**
 * Which process a record means. A pid alone is not enough: it is given out again. The start time in clock ticks
 * since boot and the boot's id make it unique (proc(5)).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
  readonly bootId: string;
}

/** The id of the running boot. */
export function currentBootId(): string {
  return readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
}

/** Fields of /proc/<pid>/stat that matter here. The command's name may hold spaces and parentheses. */
export function parseStat(stat: string): { state: string; parent: number; startTime: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, startTime] = [fields[0], fields[1], fields[19]];
  if (state === undefined || startTime === undefined) return undefined;
  return { state, parent: Number(parent), startTime };
}

/** The identity of a running process, or undefined when there is none; a zombie does not run. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = parseStat(readIfThere(`/proc/${pid}/stat`) ?? "");
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  return { pid, startTime: stat.startTime, bootId: currentBootId() };
}

/** Whether exactly this process still runs, not another one that was given its pid. */
export function isAlive(identity: ProcessIdentity): boolean {
  const found = identify(identity.pid);
  return found?.startTime === identity.startTime && found.bootId === identity.bootId;
}
