import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../lib/errors";
import { clusterKubeconfig, stateDir } from "../lib/paths";

/** Where the stack runs: on the node that we start, or on the cluster of the current kube context. */
export interface Target {
  readonly kind: "node" | "current";
  readonly kubeconfig: string;
  /** Where images for somebody's cluster go, as "host:port" or "host/path"; undefined where none is named. */
  readonly registry?: string;
  /** Pulumi's home, state and passphrase for this target. */
  readonly pulumiDir: string;
  /** StorageClass of volumes; undefined takes the cluster's default. */
  readonly storageClass?: string;
}

/** The target that CLUSTER and REGISTRY name. Throws UserError. */
export function readTarget(env: NodeJS.ProcessEnv = process.env): Target {
  switch (env.CLUSTER ?? "") {
    case "":
      return {
        kind: "node",
        kubeconfig: clusterKubeconfig,
        pulumiDir: join(stateDir, "pulumi"),
        storageClass: "local",
      };
    case "current":
      return {
        kind: "current",
        kubeconfig: env.KUBECONFIG ?? join(homedir(), ".kube/config"),
        ...(env.REGISTRY && { registry: env.REGISTRY }),
        pulumiDir: join(stateDir, "pulumi-current"),
      };
    default:
      throw new UserError(
        `CLUSTER is ${JSON.stringify(env.CLUSTER)}`,
        "Leave it out to start a one-node cluster, or set CLUSTER=current for the current kube context.",
      );
  }
}
