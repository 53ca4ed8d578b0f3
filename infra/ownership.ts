import * as pulumi from "@pulumi/pulumi";

/**
 * All Kubernetes objects are applied under one field manager's name. By default each object gets a random one that only
 * the state knows, so after a killed `pulumi up` the next would find its own objects owned by a stranger. What others
 * changed meanwhile is set back. https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
const ownership = { "pulumi.com/patchFieldManager": "auth-stack", "pulumi.com/patchForce": "true" };

/** Makes this program the owner of what it declares. To be called before the first resource. */
export function ownDeclaredFields(): void {
  pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
    if (!type.startsWith("kubernetes:")) return undefined;
    const { metadata } = props;
    return {
      props: { ...props, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...ownership } } },
      opts,
    };
  });
}
