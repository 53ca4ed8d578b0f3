import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod, V1StatefulSet, V1StatefulSetSpec } from "@kubernetes/client-node";
import { ProviderError } from "../errors";

/** A StatefulSet as it is now. */
export interface RolloutView {
  readonly statefulSet: () => Promise<V1StatefulSet>;
  readonly pods: (labelSelector: string) => Promise<readonly V1Pod[]>;
}

/** A start may take 300 s (the startup probes): copies of streams are brought in sync, an append-only file is read. */
const usualPatience = 330_000;

/**
 * Waits until every pod is of the newest revision and ready: Pulumi takes a changed StatefulSet for done before that.
 * Throws ProviderError when nothing moves for so many milliseconds.
 */
export async function awaitRollout(view: RolloutView, patience = usualPatience): Promise<void> {
  let [seen, deadline] = ["", 0];
  for (;;) {
    const statefulSet = await view.statefulSet();
    if (isRolledOut(statefulSet)) return;
    const { metadata, spec, status } = statefulSet;
    const now = JSON.stringify([status?.observedGeneration, status?.updatedReplicas, status?.readyReplicas]);
    if (now !== seen) [seen, deadline] = [now, Date.now() + patience];
    if (Date.now() > deadline) throw stuck(metadata?.name, await view.pods(selectorOf(spec)));
    await sleep(500);
  }
}

/** Whether every pod is of the newest revision and ready. */
export function isRolledOut({ metadata, spec, status }: V1StatefulSet): boolean {
  const { observedGeneration, updatedReplicas = 0, readyReplicas = 0 } = status ?? {};
  const wanted = spec?.replicas ?? 1;
  return (
    observedGeneration === metadata?.generation && updatedReplicas === wanted && readyReplicas === wanted
  );
}

function selectorOf(spec: V1StatefulSetSpec | undefined): string {
  const labels = Object.entries(spec?.selector.matchLabels ?? {});
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}

function stuck(name: string | undefined, pods: readonly V1Pod[]): ProviderError {
  const waiting = pods.filter((pod) => !isReady(pod)).map(describe);
  return new ProviderError(
    `StatefulSet ${name} is not rolled out: ${waiting.join("; ") || "a pod is missing"}.`,
    "See `kubectl describe pod` and `kubectl logs` of what it names; the other pods go on. Then run Pulumi again.",
  );
}

function isReady({ status }: V1Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

function describe({ metadata, status }: V1Pod): string {
  const reasons = status?.containerStatuses?.flatMap(({ state }) => state?.waiting?.reason ?? []) ?? [];
  return `pod ${metadata?.name} is ${reasons.join(", ") || `${status?.phase}, but not ready`}`;
}
