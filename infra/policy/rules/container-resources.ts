import { checkContainers, containerName } from "../kubernetes";
import type { ResourceRule } from "../rule";
import { at } from "../values";

/**
 * What the scheduler and the kernel need to know. A limit of CPU is left out on purpose: it slows a container down
 * while the node is idle. https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
const demanded = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"],
] as const;

/** A container without a memory limit can take its node down; one without requests is placed blindly. */
export const containerResources: ResourceRule = {
  name: "container-resources",
  description: "Every container requests CPU and memory, and has a limit of memory.",
  scope: "resource",
  check: checkContainers((container) => {
    const missing = demanded.filter((path) => at(container, "resources", ...path) === undefined);
    if (missing.length === 0) return [];
    const names = missing.map((path) => `resources.${path.join(".")}`).join(", ");
    return [`The ${containerName(container)} has no ${names}. Set it, e.g. to 50m of CPU or 64Mi of memory.`];
  }),
};
