import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./stack";

/** Name of the first pod of a part. */
export async function firstPod(part: string): Promise<string> {
  const names = await kubectl(
    "get",
    "pods",
    "-l",
    `app.kubernetes.io/name=${part}`,
    "-o",
    "jsonpath={.items[*].metadata.name}",
  );
  const [name] = names.split(" ");
  if (name === undefined || name === "") throw new Error(`no pod of ${part}`);
  return name;
}

/** Kills a pod's process with SIGKILL, as a crash would end it, and waits until kubelet has started it again. */
export async function crash(pod: string): Promise<void> {
  const field = (name: string) =>
    kubectl("get", "pod", pod, "-o", `jsonpath={.status.containerStatuses[0].${name}}`);
  const containerId = (await field("containerID")).replace("containerd://", "");
  const restarts = await field("restartCount");
  for (const pid of processesOf(containerId)) process.kill(pid, "SIGKILL");
  while ((await field("restartCount")) === restarts) await sleep(200);
}

/** Processes in the container's cgroup, whose name holds the container's id. */
function processesOf(containerId: string): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const inContainer = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(containerId);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  return pids.filter(inContainer).map(Number);
}
