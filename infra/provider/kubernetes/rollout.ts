import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment, V1LabelSelector, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { ProviderError } from "../errors";
import { describeUnready, isInTrouble, type ReadLog } from "./pods";

/** A StatefulSet or a Deployment as it is now, its pods, and what they say. */
export interface RolloutView {
  readonly kind: "StatefulSet" | "Deployment";
  readonly workload: () => Promise<V1StatefulSet | V1Deployment>;
  readonly pods: (labelSelector: string) => Promise<readonly V1Pod[]>;
  readonly readLog: ReadLog;
}

/** A start may take 300 s (the startup probes): copies of streams are brought in sync, an append-only file is read. */
const usualPatience = 330_000;

/**
 * Waits until every pod is of the newest revision and ready, and those of before are gone: Pulumi takes a changed workload
 * for done before that. Meanwhile it passes on what a pod in trouble says. Throws ProviderError when nothing moves for so
 * many milliseconds.
 */
export async function awaitRollout(
  view: RolloutView,
  inform: (message: string) => void = () => undefined,
  patience = usualPatience,
): Promise<void> {
  const told = new Set([""]);
  let [seen, deadline] = ["", 0];
  for (;;) {
    const workload = await view.workload();
    const pods = await view.pods(selectorOf(workload.spec?.selector));
    if (isRolledOut(workload) && !pods.some(isLeaving)) return;
    const now = JSON.stringify([workload.status?.observedGeneration, ...countsOf(workload)]);
    if (now !== seen) [seen, deadline] = [now, Date.now() + patience];
    if (Date.now() > deadline) throw await stuck(view, workload, pods);
    const trouble = await describeTrouble(pods, view.readLog);
    if (!told.has(trouble)) inform(trouble);
    told.add(trouble);
    await sleep(500);
  }
}

/** Whether every pod is of the newest revision and ready, and none of an older one is left. */
export function isRolledOut(workload: V1StatefulSet | V1Deployment): boolean {
  const wanted = workload.spec?.replicas ?? 1;
  return (
    workload.status?.observedGeneration === workload.metadata?.generation &&
    countsOf(workload).every((count) => count === wanted)
  );
}

/**
 * Whether a pod of before still has time to end: it may answer with what it was started with, such as a signing key that
 * was revoked. One that is there after that time is on a node that is gone.
 */
function isLeaving({ metadata }: V1Pod): boolean {
  return (metadata?.deletionTimestamp?.getTime() ?? 0) > Date.now();
}

function countsOf({ status }: V1StatefulSet | V1Deployment): number[] {
  return [status?.replicas ?? 0, status?.updatedReplicas ?? 0, status?.readyReplicas ?? 0];
}

async function describeTrouble(pods: readonly V1Pod[], readLog: ReadLog): Promise<string> {
  return (await describeUnready(pods.filter(isInTrouble), readLog)).join("; ");
}

async function stuck(
  { kind, readLog }: RolloutView,
  { metadata }: V1StatefulSet | V1Deployment,
  pods: readonly V1Pod[],
): Promise<ProviderError> {
  const waiting = await describeUnready(pods, readLog);
  return new ProviderError(
    `${kind} ${metadata?.name} is not rolled out: ${waiting.join("; ") || "a pod is missing"}.`,
    "See `kubectl describe pod` and `kubectl logs` of what it names; the other pods go on. Then run Pulumi again.",
  );
}

function selectorOf(selector: V1LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {});
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}
