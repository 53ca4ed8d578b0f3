import type { AppsV1Api, CoreV1Api, V1StatefulSet } from "@kubernetes/client-node";
import { ProviderError } from "../errors";
import type { KubernetesAccess } from "./access";
import { loadClient, loadKubeconfig } from "./client";
import { explainKubernetes, isNotFound } from "./failures";
import { readLog } from "./log";
import { awaitRollout, type RolloutView } from "./rollout";

/** Where a StatefulSet is. */
export interface StatefulSetName extends KubernetesAccess {
  readonly namespace: string;
  readonly statefulSet: string;
}

/** A StatefulSet of a cluster. Everything throws UnreachableError when the cluster can't be asked. */
export interface StatefulSet {
  /** Undefined when there is none of this name. */
  readonly read: () => Promise<V1StatefulSet | undefined>;
  /** Waits until every pod is of the newest revision and ready, and says what a pod in trouble says. Throws ProviderError. */
  readonly settle: (inform: (message: string) => void) => Promise<void>;
}

/** The StatefulSet of this name, over the Kubernetes API. */
export async function findStatefulSet(name: StatefulSetName): Promise<StatefulSet> {
  const { AppsV1Api, CoreV1Api } = await loadClient();
  const kubeconfig = await loadKubeconfig(name);
  return statefulSetOf(kubeconfig.makeApiClient(AppsV1Api), kubeconfig.makeApiClient(CoreV1Api), name);
}

/** The same, with clients that are there already. */
export function statefulSetOf(apps: AppsV1Api, core: CoreV1Api, address: StatefulSetName): StatefulSet {
  const { namespace, statefulSet: name } = address;
  const read = () => apps.readNamespacedStatefulSet({ namespace, name });
  const view: RolloutView = {
    kind: "StatefulSet",
    workload: read,
    pods: async (labelSelector) => (await core.listNamespacedPod({ namespace, labelSelector })).items,
    readLog: (pod, container) => readLog(core, pod, container),
  };
  return {
    read: () => explained(`Reading StatefulSet ${name}`, read().catch(undefinedIfNotFound)),
    settle: (inform) => explained(`Waiting for StatefulSet ${name}`, awaitRollout(view, inform)),
  };
}

function undefinedIfNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

/** The answer; a failure says what was attempted, and what to do. */
export async function explained<Answer>(attempt: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ProviderError ? error : explainKubernetes(error, attempt);
  }
}
