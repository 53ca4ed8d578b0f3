import * as pulumi from "@pulumi/pulumi";

/**
 * Makes this stack the owner, under a name of its own, of the Kubernetes objects that it declares. By default each object
 * gets a random owner that only the state knows, so after a killed `pulumi up` the next would meet its own objects as a
 * stranger's. Two stacks in one namespace still conflict, as they should. To be called before the first resource.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function ownKubernetesObjects(): void {
  const owner = { "pulumi.com/patchFieldManager": `auth-stack-${pulumi.getStack()}` };
  pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
    if (!type.startsWith("kubernetes:")) return undefined;
    const { metadata } = props;
    return {
      props: { ...props, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...owner } } },
      opts,
    };
  });
}
