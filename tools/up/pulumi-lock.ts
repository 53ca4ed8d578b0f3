import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasCode } from "../lib/files";

/**
 * Removes locks on stacks whose `pulumi` was killed. A lock names the process that took it; one of a living process,
 * or of another machine, stays, and `pulumi` says so.
 */
export function releaseDeadLocks(backendDir: string): void {
  for (const file of lockFiles(join(backendDir, ".pulumi/locks"))) {
    if (isDead(readFileSync(file, "utf8"))) rmSync(file, { force: true });
  }
}

function lockFiles(dir: string): string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: "utf8" })
      .map((name) => join(dir, name))
      .filter((path) => path.endsWith(".json") && statSync(path).isFile());
  } catch {
    // No stack was ever locked.
    return [];
  }
}

function isDead(text: string): boolean {
  const { pid, hostname: host } = JSON.parse(text);
  return host === hostname() && typeof pid === "number" && !runs(pid);
}

/** A signal of 0 only asks. One that we may not send has a receiver. */
function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}
