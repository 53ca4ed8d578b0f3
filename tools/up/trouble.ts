import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import { describeUnready, isInTrouble } from "../../infra/provider/kubernetes/pods";
import type { Report } from "../lib/steps";
import { readPodLog } from "../stack/pods";
import { kubectl } from "../stack/pulumi";
import type { Target } from "../stack/target";

/** Reports what pods in trouble say, each thing once, while the work goes on. */
export async function reportTrouble<Result>(
  target: Target,
  report: Report,
  work: Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const watching = watch(target, report, stop.signal);
  try {
    return await work;
  } finally {
    stop.abort();
    await watching;
  }
}

async function watch(target: Target, report: Report, signal: AbortSignal): Promise<void> {
  const told = new Set<string>();
  while (!signal.aborted) {
    for (const trouble of await findTrouble(target)) {
      if (!told.has(trouble)) report(trouble);
      told.add(trouble);
    }
    await sleep(3_000, undefined, { signal }).catch(() => undefined);
  }
}

/** Before the namespace is there, or while the cluster does not answer, nobody is in trouble. */
async function findTrouble(target: Target): Promise<string[]> {
  const list = kubectl(target, ["get", "pods", "-n", "auth-stack", "-o", "json"]);
  const { items }: { items: V1Pod[] } = JSON.parse(await list.catch(() => '{"items":[]}'));
  return describeUnready(items.filter(isInTrouble), readPodLog(target));
}
