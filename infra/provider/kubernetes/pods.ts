import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";

/** The last lines of a container's log; of the container that ran before when it is gone. Empty when it has none. */
export type ReadLog = (pod: V1Pod, container: V1ContainerStatus) => Promise<string>;

/** Whether a pod may be sent requests. */
export function isReady({ status }: V1Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

/** Why pods are not ready, each in its own words: what Kubernetes says, and how its log ends. Empty when all are. */
export async function describeUnready(pods: readonly V1Pod[], readLog: ReadLog): Promise<string[]> {
  return Promise.all(pods.filter((pod) => !isReady(pod)).map((pod) => describe(pod, readLog)));
}

/** Whether a pod has met something that waiting alone need not mend. */
export function isInTrouble({ status }: V1Pod): boolean {
  const unscheduled = status?.conditions?.some(
    ({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable",
  );
  return unscheduled === true || (status?.containerStatuses ?? []).some(hasFailed);
}

/** A container that is on its way says so too. */
const onItsWay: readonly string[] = ["ContainerCreating", "PodInitializing"];

function hasFailed({ state }: V1ContainerStatus): boolean {
  const { waiting, terminated } = state ?? {};
  if (terminated !== undefined) return terminated.exitCode !== 0;
  return waiting !== undefined && !onItsWay.includes(waiting.reason ?? "");
}

async function describe(pod: V1Pod, readLog: ReadLog): Promise<string> {
  const { metadata, status } = pod;
  const container = status?.containerStatuses?.find(({ ready }) => !ready);
  const log = container === undefined ? "" : await readLog(pod, container).catch(() => "");
  const line = tellingLine(log);
  const said = `pod ${metadata?.name} is ${reasonOf(pod, container)}`;
  return line === undefined ? said : `${said}; its log ends with: ${line}`;
}

function reasonOf({ status }: V1Pod, container: V1ContainerStatus | undefined): string {
  const { waiting, terminated } = container?.state ?? {};
  const exit = terminated ?? container?.lastState?.terminated;
  if (waiting?.reason === "CrashLoopBackOff" && exit !== undefined) {
    return `CrashLoopBackOff (${exit.reason ?? "it ended"}, exit code ${exit.exitCode})`;
  }
  if (waiting?.reason !== undefined) return withMessage(waiting.reason, waiting.message);
  if (terminated !== undefined) return `${terminated.reason ?? "ended"} (exit code ${terminated.exitCode})`;
  const unscheduled = status?.conditions?.find(({ reason }) => reason === "Unschedulable");
  if (unscheduled !== undefined) return withMessage("Unschedulable", unscheduled.message);
  return `${status?.phase}, but not ready`;
}

function withMessage(reason: string, message: string | undefined): string {
  return message ? `${reason} (${message})` : reason;
}

/** A crash ends with a stack trace, and Node.js with its version. */
const untelling = /^\s*(at .*|[}\]]?|Node\.js v.*)$/;

/** As long as a person reads at a glance. */
const longest = 300;

function tellingLine(log: string): string | undefined {
  const line = log.split("\n").findLast((text) => !untelling.test(text));
  return line !== undefined && line.length > longest ? `${line.slice(0, longest)}…` : line?.trim();
}
