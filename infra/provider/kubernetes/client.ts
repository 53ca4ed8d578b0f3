import type { KubeConfig } from "@kubernetes/client-node";
import { ProviderError, UnreachableError } from "../errors";

/** How the Kubernetes API is reached. By default with the current context of $KUBECONFIG, else of ~/.kube/config. */
export interface KubernetesAccess {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** The Kubernetes client. Loaded when needed: it takes longer than everything else in this provider together. */
export function loadClient(): Promise<typeof import("@kubernetes/client-node")> {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major >= 22) return import("@kubernetes/client-node");
  throw new ProviderError(
    `A port-forward needs Node.js 22 or newer; this is ${process.version}.`,
    "Put a newer Node.js first on PATH; `npm install` puts one into node_modules/.bin.",
  );
}

/** The kubeconfig with the context selected. Throws UnreachableError when it can't be used. */
export async function loadKubeconfig({ kubeconfig: path, context }: KubernetesAccess): Promise<KubeConfig> {
  const { KubeConfig } = await loadClient();
  const kubeconfig = new KubeConfig();
  try {
    if (path === undefined) kubeconfig.loadFromDefault();
    else kubeconfig.loadFromFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreachableError(
      `The kubeconfig ${path ?? "in $KUBECONFIG or ~/.kube/config"} can't be read: ${reason}`,
      "Set KUBECONFIG, or portForward.kubeconfig of the provider, to a kubeconfig of the cluster.",
      { cause: error },
    );
  }
  if (context !== undefined) selectContext(kubeconfig, context);
  return kubeconfig;
}

function selectContext(kubeconfig: KubeConfig, context: string): void {
  const names = kubeconfig.getContexts().map(({ name }) => name);
  if (!names.includes(context)) {
    throw new UnreachableError(
      `The kubeconfig has no context "${context}".`,
      `Its contexts are ${names.join(", ") || "none"}; declare one of them, or make it current and leave it out.`,
    );
  }
  kubeconfig.setCurrentContext(context);
}
