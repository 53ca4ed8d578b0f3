import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasCode } from "../lib/files";
import { withLock } from "../lib/lock";
import { clusterDir } from "../lib/paths";
import type { Outcome, Report } from "../lib/steps";
import { removeBridge } from "./bridge";
import { killContainers, removeCgroups } from "./cgroups";
import { cleanFirewall } from "./firewall";
import { restoreKernel } from "./host";
import { dirs, type ProcessName } from "./layout";
import { unmountBelow } from "./mounts";
import { stopProcess } from "./process/stop";
import { endShims } from "./shims";

/**
 * Stops the cluster and removes all it made: processes, containers, mounts, network interfaces, firewall rules,
 * cgroups, changed kernel settings, and its folder with the volumes and their data. Caches stay. May be interrupted
 * and run again. Throws UserError.
 */
export function removeCluster(report: Report): Promise<Outcome> {
  return withLock("cluster", "removing the cluster", report, async () => {
    if (!existsSync(clusterDir)) return "unchanged";
    report("stopping its processes");
    for (const names of stopOrder) await Promise.all(names.map(stopProcess));
    report("removing containers, network and volumes with their data");
    await removeContainers();
    await removeBridge();
    await cleanFirewall();
    restoreKernel();
    removeTraces();
    rmSync(clusterDir, { recursive: true, force: true });
    return "changed";
  });
}

/** What starts others is stopped before them, and what others talk to after them. */
const stopOrder: readonly (readonly ProcessName[])[] = [
  ["kubelet", "kube-router", "kube-proxy", "kube-controller-manager", "kube-scheduler", "coredns", "forward"],
  ["kube-apiserver", "registry"],
  ["containerd", "etcd"],
];

async function removeContainers(): Promise<void> {
  await killContainers();
  await endShims();
  await unmountBelow(clusterDir);
  removeCgroups();
}

/** Files that kubelet and the network plugins put where they can't be told not to. */
function removeTraces(): void {
  removeWhere("/var/lib/cni/results", (path) => readFileSync(path, "utf8").includes(dirs.containerdState));
  removeWhere("/var/log/containers", (path) => leadsBelow(path, dirs.podLogs));
  rmSync("/var/lib/kubelet/device-plugins/kubelet.sock", { force: true });
  foldersOfOthers.forEach(removeIfEmpty);
}

const foldersOfOthers = [
  "/var/lib/cni/results",
  "/var/lib/cni",
  "/var/log/containers",
  "/var/lib/kubelet/device-plugins",
  "/var/lib/kubelet",
  "/run/containerd/s",
  "/run/containerd",
] as const;

function removeWhere(dir: string, isOurs: (path: string) => boolean): void {
  if (!existsSync(dir)) return;
  const paths = readdirSync(dir).map((name) => join(dir, name));
  for (const path of paths.filter(isOurs)) rmSync(path, { force: true });
}

function leadsBelow(path: string, dir: string): boolean {
  return lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith(`${dir}/`);
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch (error) {
    if (!hasCode(error, "ENOENT", "ENOTEMPTY")) throw error;
  }
}
