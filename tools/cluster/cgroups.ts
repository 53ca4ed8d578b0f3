import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "../lib/files";
import { cgroupName } from "./layout";

const root = "/sys/fs/cgroup";
const controllers = ["cpu", "cpuacct", "cpuset", "memory", "pids"] as const;

/** The folders above all groups: one with cgroup v2, one for each controller with v1. */
export function cgroupRoots(): string[] {
  if (existsSync(join(root, "cgroup.controllers"))) return [root];
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((dir) => existsSync(join(dir, "cgroup.procs")));
}

/** Controllers that kubelet needs and this machine does not give us. */
export function missingControllers(): string[] {
  const v2 = join(root, "cgroup.controllers");
  if (!existsSync(v2)) return controllers.filter((name) => !existsSync(join(root, name)));
  const found = readFileSync(v2, "utf8").trim().split(" ");
  // Version 2 accounts for processor time in "cpu".
  return controllers.filter((name) => name !== "cpuacct" && !found.includes(name));
}

/** Makes the group that all pods are in; kubelet wants to find it. */
export function ensureCgroups(): void {
  for (const dir of cgroupRoots()) mkdirSync(join(dir, cgroupName), { recursive: true });
}

/** Kills every process in the pods' group, which are exactly those of our containers. */
export async function killContainers(): Promise<void> {
  for (const dir of groupsDeepestFirst()) {
    for (let pids = members(dir); pids.length > 0; pids = members(dir)) {
      pids.forEach(kill);
      await sleep(20);
    }
  }
}

/** Removes the pods' group and all below it; none may have processes. */
export function removeCgroups(): void {
  for (const dir of groupsDeepestFirst()) rmdirSync(dir);
}

function groupsDeepestFirst(): string[] {
  return cgroupRoots()
    .map((dir) => join(dir, cgroupName))
    .filter((dir) => existsSync(dir))
    .flatMap(withChildren);
}

function withChildren(dir: string): string[] {
  const children = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...children.flatMap((child) => withChildren(join(dir, child.name))), dir];
}

function members(dir: string): number[] {
  return readFileSync(join(dir, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
