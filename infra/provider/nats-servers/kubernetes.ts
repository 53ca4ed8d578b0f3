import type { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { natsSettingsFile, ports } from "../../places";
import { ProviderError } from "../errors";
import type { KubernetesAccess } from "../kubernetes/access";
import { loadClient, loadKubeconfig } from "../kubernetes/client";
import { execute } from "../kubernetes/exec";
import { openPortForward } from "../kubernetes/port-forward";
import { explained, type Workload, workloadOf } from "../kubernetes/workload";
import { connectThrough } from "./client-port";
import { findComplaint, parseCheck } from "./output";
import type { NatsServer, NatsServers } from "./server";
import { readRunningDigest } from "./varz";

/** Where the servers are, and who vouches for their certificate. */
export interface StatefulSetAddress extends KubernetesAccess {
  readonly namespace: string;
  readonly statefulSet: string;
  readonly ca: string;
}

/** The servers in the pods of a StatefulSet, reached over the Kubernetes API alone. */
export async function serversInKubernetes(address: StatefulSetAddress): Promise<NatsServers> {
  const { AppsV1Api, CoreV1Api } = await loadClient();
  const kubeconfig = await loadKubeconfig(address);
  const core = kubeconfig.makeApiClient(CoreV1Api);
  const statefulSet = workloadOf(kubeconfig.makeApiClient(AppsV1Api), core, address);
  return {
    settle: statefulSet.settle,
    existence: () => existence(statefulSet),
    server: (name) => serverInPod({ ...address, kubeconfig, core, name }),
  };
}

/** Who can't be asked is not known to be gone. */
async function existence({ read }: Workload): Promise<"there" | "gone"> {
  const found = await read().catch(() => "unknown");
  return found === undefined ? "gone" : "there";
}

/** The server's container in its pod: infra/components/nats. */
const container = "nats";

interface Pod extends Omit<StatefulSetAddress, "kubeconfig"> {
  readonly kubeconfig: KubeConfig;
  readonly core: CoreV1Api;
  readonly name: string;
}

function serverInPod(pod: Pod): NatsServer {
  const { name } = pod;
  const natsServer = (...args: string[]) =>
    explained(
      `Running nats-server ${args.join(" ")} in pod ${name}`,
      execute(pod.kubeconfig, { ...pod, pod: name, container }, ["/nats-server", ...args]),
    );
  return {
    name,
    runningDigest: () => explained(`Asking server ${name} for its configuration`, runningDigest(pod)),
    checkFiles: async () => parseCheck((await natsServer("-t", "-c", natsSettingsFile)).output),
    updateFiles: () => explained(`Annotating pod ${name}`, touch(pod)),
    reload: async () => {
      const { outcome, output } = await natsServer("--signal", "reload=1");
      if (outcome === "failure") throw cannotReload(name, output);
    },
    reloadComplaint: async () => findComplaint(await explained(`Reading the log of ${name}`, newestLog(pod))),
    connectAs: (user) => connectThrough(pod, user),
  };
}

function cannotReload(name: string, output: string): ProviderError {
  return new ProviderError(
    `Server ${name} can't be told to reload: ${output}`,
    "Restart it: delete its pod, then run Pulumi again.",
  );
}

async function runningDigest({ kubeconfig, namespace, name, ca }: Pod): Promise<string> {
  const forward = await openPortForward(kubeconfig, { namespace, pod: name, port: ports.nats.monitor });
  try {
    return await readRunningDigest({ port: forward.port, ca });
  } catch (error) {
    throw forward.failure() ?? error;
  } finally {
    forward.close();
  }
}

/** A changed pod has its volumes brought up to date at once; else the kubelet does so about once a minute. */
async function touch({ core, namespace, name }: Pod): Promise<void> {
  const { PatchStrategy, setHeaderOptions } = await loadClient();
  const annotations = { "auth-stack/configuration-changed": new Date().toISOString() };
  await core.patchNamespacedPod(
    { namespace, name, body: { metadata: { annotations } } },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
}

function newestLog({ core, namespace, name }: Pod): Promise<string> {
  return core.readNamespacedPodLog({ namespace, name, container, sinceSeconds: 60 });
}
