import { rmSync } from "node:fs";
import { join } from "node:path";
import { identify, isAlive, type ProcessIdentity } from "../../cluster/process/identity";
import { terminate } from "../../cluster/process/stop";
import { readIfThere, writeAtomically } from "../../lib/files";

const file = (dir: string) => join(dir, "processes.json");

/** Remembers what was started, in case that we are killed before we can stop it. */
export function recordProcesses(dir: string, processes: readonly { readonly pid: number }[]): void {
  const identities = processes.map(({ pid }) => identify(pid)).filter((identity) => identity !== undefined);
  writeAtomically(file(dir), JSON.stringify(identities));
}

/** Stops what an earlier run started and was killed before stopping. */
export async function stopLeftovers(dir: string): Promise<void> {
  const recorded: readonly ProcessIdentity[] = JSON.parse(readIfThere(file(dir)) ?? "[]");
  await Promise.all(recorded.filter(isAlive).map((process) => terminate(process, "a process of make dev")));
  forgetProcesses(dir);
}

/** Everything was stopped. */
export function forgetProcesses(dir: string): void {
  rmSync(file(dir), { force: true });
}
