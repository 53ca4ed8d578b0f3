import type { AppsV1Api, CoreV1Api, V1Deployment, V1StatefulSet } from "@kubernetes/client-node";
import { ProviderError } from "../errors";
import type { KubernetesAccess } from "./access";
import { loadClient, loadKubeconfig } from "./client";
import { explainKubernetes, isNotFound } from "./failures";
import { readLog } from "./log";
import { awaitRollout, type RolloutView } from "./rollout";

/** Where a StatefulSet or a Deployment is; one of the two is named. */
export interface WorkloadName extends KubernetesAccess {
  readonly namespace: string;
  readonly statefulSet?: string;
  readonly deployment?: string;
}

/** A workload of a cluster. Everything throws UnreachableError when the cluster can't be asked. */
export interface Workload {
  /** Undefined when there is none of this name. */
  readonly read: () => Promise<V1StatefulSet | V1Deployment | undefined>;
  /** Waits until every pod is of the newest revision and ready, and says what a pod in trouble says. Throws ProviderError. */
  readonly settle: (inform: (message: string) => void) => Promise<void>;
}

/** The workload of this name, over the Kubernetes API. */
export async function findWorkload(name: WorkloadName): Promise<Workload> {
  const { AppsV1Api, CoreV1Api } = await loadClient();
  const kubeconfig = await loadKubeconfig(name);
  return workloadOf(kubeconfig.makeApiClient(AppsV1Api), kubeconfig.makeApiClient(CoreV1Api), name);
}

/** The same, with clients that are there already. */
export function workloadOf(apps: AppsV1Api, core: CoreV1Api, address: WorkloadName): Workload {
  const { namespace, statefulSet, deployment = "" } = address;
  const [kind, name] =
    statefulSet === undefined
      ? (["Deployment", deployment] as const)
      : (["StatefulSet", statefulSet] as const);
  const read = (): Promise<V1StatefulSet | V1Deployment> =>
    statefulSet === undefined
      ? apps.readNamespacedDeployment({ namespace, name })
      : apps.readNamespacedStatefulSet({ namespace, name });
  const view: RolloutView = {
    kind,
    workload: read,
    pods: async (labelSelector) => (await core.listNamespacedPod({ namespace, labelSelector })).items,
    readLog: (pod, container) => readLog(core, pod, container),
  };
  return {
    read: () => explained(`Reading ${kind} ${name}`, read().catch(undefinedIfNotFound)),
    settle: (inform) => explained(`Waiting for ${kind} ${name}`, awaitRollout(view, inform)),
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
