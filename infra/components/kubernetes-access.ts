import { homedir } from "node:os";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { isKubeconfig, type KubernetesAccess } from "../provider/kubernetes/access";

/**
 * The cluster that the stack's configuration means (`kubernetes:kubeconfig`, `:context`, `:cluster`), for what reaches it
 * past the Kubernetes provider, which reads the same keys: https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/
 */
export function kubernetesAccess(): Pick<KubernetesAccess, "context" | "cluster"> & {
  readonly kubeconfig?: pulumi.Output<string>;
} {
  const config = new pulumi.Config("kubernetes");
  const [context, cluster] = [config.get("context"), config.get("cluster")];
  // It may hold credentials.
  const kubeconfig = config.getSecret("kubeconfig")?.apply(fromHere);
  return {
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    ...(cluster !== undefined && { cluster }),
  };
}

/** A path is relative to the project, also for who works in another folder. */
function fromHere(kubeconfig: string): string {
  if (isKubeconfig(kubeconfig)) return kubeconfig;
  return resolve(kubeconfig.replace(/^~(?=\/|$)/, homedir()));
}
