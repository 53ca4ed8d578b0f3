import type { CoreV1Api, V1ContainerStatus, V1Pod } from "@kubernetes/client-node";

/** The last lines of a container's log; of the one before it where it is to be started again. */
export async function readLog(
  core: CoreV1Api,
  { metadata }: V1Pod,
  { name: container, state, restartCount }: V1ContainerStatus,
): Promise<string> {
  const { namespace = "", name = "" } = metadata ?? {};
  const previous = state?.waiting !== undefined && restartCount > 0;
  return core.readNamespacedPodLog({ namespace, name, container, previous, tailLines: 20 });
}
