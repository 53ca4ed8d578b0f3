import * as pulumi from "@pulumi/pulumi";

/** The kube context that the stack's configuration pins, for what reaches the cluster past the Kubernetes provider. */
export function kubeContext(): { readonly context?: string } {
  const context = new pulumi.Config("kubernetes").get("context");
  return context === undefined ? {} : { context };
}
