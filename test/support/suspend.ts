import { readFileSync } from "node:fs";

/** Returns when the process does nothing any more until it gets SIGCONT: the signal takes a moment to get there. */
export function suspend(pid: number): void {
  process.kill(pid, "SIGSTOP");
  while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") T "));
}
