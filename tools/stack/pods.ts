import type { V1Deployment, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { describeUnready, type ReadLog } from "../../infra/provider/kubernetes/pods";
import { isRolledOut } from "../../infra/provider/kubernetes/rollout";
import { kubectl } from "./pulumi";
import type { Target } from "./target";

/** What runs in the stack's namespace, as `kubectl get -o json` lists it. */
export type Listed =
  | (V1Pod & { readonly kind: "Pod" })
  | (V1Deployment & { readonly kind: "Deployment" })
  | (V1StatefulSet & { readonly kind: "StatefulSet" });

/** All that does not run as it should: pods that aren't ready, roll-outs that aren't over, parts that aren't there. */
export async function findProblems(items: readonly Listed[], readLog: ReadLog): Promise<string[]> {
  const pods = items
    .filter((item) => item.kind === "Pod")
    .filter(({ status }) => status?.phase !== "Succeeded");
  const workloads = items.filter((item) => item.kind !== "Pod");
  const unready = await describeUnready(pods, readLog);
  const unfinished = workloads.filter((workload) => !isRolledOut(workload)).map(describeRollout);
  return [...(workloads.length === 0 ? ["nothing of the stack is there"] : []), ...unready, ...unfinished];
}

/** How a container's log ends; that of the one before it where it is to be started again. */
export function readPodLog(target: Target): ReadLog {
  return ({ metadata }, { name, state, restartCount }) =>
    kubectl(target, [
      ...["logs", metadata?.name ?? "", "-n", metadata?.namespace ?? "", `--container=${name}`, "--tail=20"],
      `--previous=${state?.waiting !== undefined && restartCount > 0}`,
    ]);
}

function describeRollout({ kind, metadata, spec, status }: Exclude<Listed, { kind: "Pod" }>): string {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status ?? {};
  const counts = `of ${spec?.replicas ?? 1} wanted pods ${updatedReplicas} are of the newest revision and ${readyReplicas} ready; there are ${replicas}`;
  return `the roll-out of ${kind} ${metadata?.name} is not over: ${counts}`;
}
