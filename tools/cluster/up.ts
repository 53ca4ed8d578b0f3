import { withLock } from "../lib/lock";
import type { Outcome, Report } from "../lib/steps";
import { ensureTools } from "../toolchain";
import { openApi } from "./api";
import { ensureBridge } from "./bridge";
import { ensureCgroups } from "./cgroups";
import { writeConfigFiles, writeRegistryConfig } from "./config/write";
import { prepareKernel } from "./host";
import { processNames } from "./layout";
import { clusterObjects } from "./objects";
import { ensurePki } from "./pki/ensure";
import { kubeconfigPath, writeKubeconfigs } from "./pki/kubeconfig";
import { checkMachine, checkPlatform, requirePackages } from "./preflight";
import { dnsAnswers, nodeReady } from "./probes";
import { ensureReady, logPath } from "./process/start";
import { controlPlaneStages, nodeStages, registry, type Stage } from "./processes";
import { forgetEarlierBoot } from "./reboot";
import { maintainVolumes } from "./volumes";
import { waitFor } from "./wait";

/** Makes the image registry run on 127.0.0.1:5000. Throws UserError. */
export async function ensureRegistry(report: Report): Promise<Outcome> {
  checkPlatform();
  return withLock("cluster", "starting the image registry", report, async () => {
    await requirePackages(["docker-registry"], report);
    await checkMachine(["registry"]);
    writeRegistryConfig();
    report("starting the image registry");
    return ensureReady(registry());
  });
}

/**
 * Makes the one-node Kubernetes run and be ready for pods, from whatever is there: nothing, a cluster some of whose
 * processes died, what an interrupted run or the last boot left. Needs the pause image in the registry. Throws
 * UserError.
 */
export async function ensureCluster(report: Report): Promise<Outcome> {
  checkPlatform();
  const packages = await requirePackages(clusterPackages, report);
  const tools = await ensureTools(clusterTools, report);
  const registry = await ensureRegistry(report);
  const cluster = await withLock("cluster", "starting the cluster", report, () => start(report));
  return [packages, tools, registry, cluster].includes("changed") ? "changed" : "unchanged";
}

const clusterPackages = [
  "containerd",
  "runc",
  "containernetworking-plugins",
  "conntrack",
  "ipset",
  "iptables",
  "iproute2",
  "etcd-server",
] as const;

/** Tools that the cluster needs. */
export const clusterTools = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "kubelet",
  "kube-router",
  "coredns",
] as const;

async function start(report: Report): Promise<Outcome> {
  await checkMachine(processNames);
  await prepareNode();
  const controlPlane = await startStages(controlPlaneStages, report);
  const api = openApi(kubeconfigPath("admin"));
  for (const { path, object } of clusterObjects) await api.apply(path, object);
  const node = await startStages(nodeStages, report);
  report("waiting for the node to be ready");
  const volumes = await maintainVolumes(api);
  await waitUntilUsable();
  return [controlPlane, node, volumes].includes("changed") ? "changed" : "unchanged";
}

async function startStages(stages: readonly Stage[], report: Report): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const stage of stages) {
    const specs = stage.map((spec) => spec());
    report(`starting ${specs.map(({ name }) => name).join(", ")}`);
    outcomes.push(...(await Promise.all(specs.map(ensureReady))));
  }
  return outcomes.includes("changed") ? "changed" : "unchanged";
}

async function prepareNode(): Promise<void> {
  await forgetEarlierBoot();
  await prepareKernel();
  await ensureBridge();
  ensureCgroups();
  await ensurePki();
  writeKubeconfigs();
  writeConfigFiles();
}

async function waitUntilUsable(): Promise<void> {
  const fix = "Run `make up` again; if it stays so, `make down` and `make up` start from nothing.";
  await waitFor(nodeReady, { what: "the node to be ready", fix, log: logPath("kubelet") });
  await waitFor(dnsAnswers, { what: "the cluster's DNS to answer", fix, log: logPath("coredns") });
}
