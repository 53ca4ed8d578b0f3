import { readFileSync } from "node:fs";
import { UserError } from "../lib/errors";
import { ensurePackages, type PackageName } from "../lib/packages";
import type { Outcome, Report } from "../lib/steps";
import { missingControllers } from "./cgroups";
import { hasKubernetesRules } from "./firewall";
import { hostRecord } from "./host";
import { address, containerdSocket, listeners, type ProcessName } from "./layout";
import { findListener } from "./listeners";
import { runningRecord } from "./process/record";
import { foreignRoute } from "./routes";

const maxSocketPath = 107;

/** Throws UserError when no cluster can run here whatever is installed. */
export function checkPlatform(): void {
  if (process.platform !== "linux") refuse(`it needs Linux, and this is ${process.platform}`);
  if (process.getuid?.() !== 0) refuse("it needs root, to run containers and set up their network");
  const missing = missingControllers();
  if (missing.length > 0) refuse(`the kernel gives no cgroup controllers ${missing.join(", ")}`);
  if (containerdSocket.length > maxSocketPath) {
    refuse(`the path ${containerdSocket} is too long for a socket; set XDG_STATE_HOME to a shorter one`);
  }
}

/** Throws UserError when something that is not ours is in the way of one of these processes. */
export async function checkMachine(names: readonly ProcessName[]): Promise<void> {
  for (const name of names.filter((each) => runningRecord(each) === undefined)) {
    for (const endpoint of listeners[name]) {
      const holder = findListener(endpoint);
      if (holder !== undefined) refuse(`${name} needs ${address(endpoint)}, which ${holder} uses`);
    }
  }
  const route = foreignRoute(readFileSync("/proc/net/route", "utf8"));
  if (route !== undefined) refuse(`its networks are in use: ${route}`);
  if (names.includes("kubelet") && hostRecord() === undefined && (await hasKubernetesRules())) {
    refuse("this machine has iptables rules (KUBE-…) of another Kubernetes node");
  }
}

/** Installs what the cluster is made of. Throws UserError when that can't be had on this machine. */
export async function requirePackages(names: readonly PackageName[], report: Report): Promise<Outcome> {
  try {
    return await ensurePackages(names, report);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refuse(error.message, error.fix, error.log);
  }
}

function refuse(condition: string, fix = "Change that.", log?: string): never {
  throw new UserError(
    `The one-node cluster cannot run on this machine: ${condition}`,
    `${fix} Or use a cluster that you have: point your kube context at it and run \`CLUSTER=current make up\`.`,
    log,
  );
}
