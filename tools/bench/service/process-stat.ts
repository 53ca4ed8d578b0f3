import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second of /proc: USER_HZ, 100 on every architecture of Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used in user and kernel mode, all threads, in seconds. proc_pid_stat(5) */
export function cpuSeconds(pid: number): number {
  return readStat(`/proc/${pid}/stat`).seconds;
}

/** Time of threads, in seconds. */
export interface ThreadTime {
  /** On a core. */
  readonly running: number;
  /** With work to do, but no core to do it on. */
  readonly ready: number;
}

/** Time of those of a process' threads that have this name. https://docs.kernel.org/scheduler/sched-stats.html */
export function threadTime(pid: number, name: string): ThreadTime {
  const tasks = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  const times = tasks.filter((task) => readStat(`${task}/stat`).name === name).map(readSchedulerStat);
  return times.reduce(
    (sum, { running, ready }) => ({ running: sum.running + running, ready: sum.ready + ready }),
    { running: 0, ready: 0 },
  );
}

function readSchedulerStat(task: string): ThreadTime {
  const [running = 0, ready = 0] = readFileSync(`${task}/schedstat`, "utf8").split(" ").map(Number);
  return { running: running / 1e9, ready: ready / 1e9 };
}

function readStat(path: string): { readonly name: string; readonly seconds: number } {
  const stat = readFileSync(path, "utf8");
  // The name, in parentheses, may hold spaces.
  const [opening, closing] = [stat.indexOf("("), stat.lastIndexOf(")")];
  const fields = stat.slice(closing + 2).split(" ");
  return {
    name: stat.slice(opening + 1, closing),
    seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
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
