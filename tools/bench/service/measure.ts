import type { Driver } from "./driver";
import type { Done, Load, Path } from "./driver/job";
import { Outbox } from "./outbox";
import { cpuSeconds, type ThreadTime, threadTime } from "./process-stat";
import type { BenchStack } from "./stack";

/** What was done, and what it cost: CPU seconds by process, the driver's apart. */
export interface Measured extends Done {
  readonly cpu: Readonly<Record<string, number>>;
  readonly driverCpu: number;
  /** Time of the service's threads that hash passwords, and do little else. */
  readonly hashing: ThreadTime;
}

/** What libuv calls the threads of its pool. */
const poolThread = "libuv-worker";

/** Runs a load and measures it, the publishing of the events that it raised included. */
export async function measureLoad(
  stack: BenchStack,
  driver: Driver,
  path: Path,
  load: Load,
): Promise<Measured> {
  const outbox = new Outbox(stack);
  try {
    return await measure(stack.pids, driver, async () => {
      const done = await driver.do({ kind: "load", path, load });
      await outbox.isEmpty();
      return done;
    });
  } finally {
    outbox.close();
  }
}

/** Measures what the processes use while the work is done. */
export async function measure(
  pids: Readonly<Record<string, number>>,
  driver: Driver,
  work: () => Promise<Done>,
): Promise<Measured> {
  const all = Object.entries(pids);
  const before = all.map(([, pid]) => cpuSeconds(pid));
  const driverBefore = cpuSeconds(driver.pid);
  const hashing = () =>
    pids.service === undefined ? { running: 0, ready: 0 } : threadTime(pids.service, poolThread);
  const hashingBefore = hashing();
  const done = await work();
  const cpu = all.map(([name, pid], index) => [name, cpuSeconds(pid) - (before[index] ?? 0)]);
  return {
    ...done,
    cpu: Object.fromEntries(cpu),
    driverCpu: cpuSeconds(driver.pid) - driverBefore,
    hashing: difference(hashing(), hashingBefore),
  };
}

function difference(after: ThreadTime, before: ThreadTime): ThreadTime {
  return { running: after.running - before.running, ready: after.ready - before.ready };
}

/** Done per CPU second of all processes but the driver. */
export function perCpuSecond({ count, cpu }: Measured): number {
  return count / Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0);
}
