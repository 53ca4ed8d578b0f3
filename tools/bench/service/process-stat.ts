import { readFileSync } from "node:fs";

/** Clock ticks per second of /proc: USER_HZ, 100 on every architecture of Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used in user and kernel mode, all threads, in seconds. proc_pid_stat(5) */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command's name, in parentheses, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory of a process, MiB. */
export interface Memory {
  /** Resident set size. */
  readonly rss: number;
  /** Proportional set size: pages that processes share are divided among them. */
  readonly pss: number;
  /** Largest resident set size so far. */
  readonly peak: number;
}

/** proc_pid_status(5), proc_pid_smaps(5) */
export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return { rss: mebibytes(status, "VmRSS"), pss: mebibytes(rollup, "Pss"), peak: mebibytes(status, "VmHWM") };
}

function mebibytes(text: string, name: string): number {
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text) ?? [];
  return Number(kilobytes) / 1024;
}
