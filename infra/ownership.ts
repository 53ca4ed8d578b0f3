import * as pulumi from "@pulumi/pulumi";

const namespaceType = "kubernetes:core/v1:Namespace";

/**
 * Makes this stack the owner, under a name of its own, of the Kubernetes objects that it declares. By default each object
 * gets a random owner that only the state knows, so after a killed `pulumi up` the next would meet its own objects as a
 * stranger's. What somebody else has changed in them by hand is put right, also where a preview finds it. Two stacks in one
 * namespace still conflict, as they should: over the namespace itself, before anything in it is touched. To be called
 * before the first resource.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function ownKubernetesObjects(): void {
  const owner = { "pulumi.com/patchFieldManager": `auth-stack-${pulumi.getStack()}` };
  pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
    if (!type.startsWith("kubernetes:")) return undefined;
    const { metadata } = props;
    const force = type === namespaceType ? {} : { "pulumi.com/patchForce": "true" };
    const annotations = { ...metadata?.annotations, ...owner, ...force };
    return { props: { ...props, metadata: { ...metadata, annotations } }, opts };
  });
}
