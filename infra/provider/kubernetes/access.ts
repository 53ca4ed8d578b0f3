import { type Static, Type } from "typebox";

/** Inputs that say how the Kubernetes API is reached. */
export const accessInputs = {
  kubeconfig: Type.Optional(
    Type.String({
      description: "A kubeconfig, or the path of one. Default: $KUBECONFIG, else ~/.kube/config.",
    }),
  ),
  context: Type.Optional(
    Type.String({ description: "Context in the kubeconfig. Default: its current context." }),
  ),
  cluster: Type.Optional(
    Type.String({ description: "Cluster in the kubeconfig. Default: that of the context." }),
  ),
} as const;

const access = Type.Object(accessInputs);

/** How the Kubernetes API is reached. By default with the current context of $KUBECONFIG, else of ~/.kube/config. */
export type KubernetesAccess = Readonly<Static<typeof access>>;

/** Whether the text is a kubeconfig itself, and not the path of one. */
export function isKubeconfig(text: string): boolean {
  return /[\n{]/.test(text);
}
