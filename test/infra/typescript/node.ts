import { spawnSync } from "node:child_process";

/** How a process of Node.js ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs Node.js to its end, with this cache and nothing of what else it would find. */
export function runNode(cacheHome: string, args: readonly string[], env: Record<string, string> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: cacheHome, ...env },
  });
  return { status, output: stdout.trim(), errors: stderr };
}
