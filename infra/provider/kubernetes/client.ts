import type { KubeConfig } from "@kubernetes/client-node";
import { UnreachableError } from "../errors";
import { isKubeconfig, type KubernetesAccess } from "./access";

/** The Kubernetes client. Loaded when needed: it takes longer than everything else in this provider together. */
export function loadClient(): Promise<typeof import("@kubernetes/client-node")> {
  return import("@kubernetes/client-node");
}

/** The kubeconfig with context and cluster selected. Throws UnreachableError when it can't be used. */
export async function loadKubeconfig({
  kubeconfig,
  context,
  cluster,
}: KubernetesAccess): Promise<KubeConfig> {
  const { KubeConfig } = await loadClient();
  const loaded = new KubeConfig();
  try {
    loadInto(loaded, kubeconfig);
  } catch (error) {
    throw unreadable(kubeconfig, error);
  }
  if (context !== undefined) selectContext(loaded, context);
  if (cluster !== undefined) selectCluster(loaded, cluster);
  return loaded;
}

function loadInto(loaded: KubeConfig, kubeconfig: string | undefined): void {
  if (kubeconfig === undefined) loaded.loadFromDefault();
  else if (isKubeconfig(kubeconfig)) loaded.loadFromString(kubeconfig);
  else loaded.loadFromFile(kubeconfig);
}

/** What is in a kubeconfig is never shown, not even in part by who could not parse it. */
function unreadable(kubeconfig: string | undefined, error: unknown): UnreachableError {
  const isText = kubeconfig !== undefined && isKubeconfig(kubeconfig);
  const which = isText ? "that is given as a text" : (kubeconfig ?? "in $KUBECONFIG or ~/.kube/config");
  const reason = isText ? "it is no kubeconfig" : error instanceof Error ? error.message : String(error);
  return new UnreachableError(
    `The kubeconfig ${which} can't be read: ${reason}`,
    "Set KUBECONFIG, or kubernetes:kubeconfig in the stack's configuration, to a kubeconfig of the cluster.",
    isText ? {} : { cause: error },
  );
}

function selectContext(kubeconfig: KubeConfig, context: string): void {
  const names = kubeconfig.getContexts().map(({ name }) => name);
  if (!names.includes(context)) throw missing("context", context, names);
  kubeconfig.setCurrentContext(context);
}

/** The current context, with another cluster in the place of its own. */
function selectCluster(kubeconfig: KubeConfig, cluster: string): void {
  const names = kubeconfig.getClusters().map(({ name }) => name);
  if (!names.includes(cluster)) throw missing("cluster", cluster, names);
  kubeconfig.contexts = kubeconfig
    .getContexts()
    .map((context) => (context.name === kubeconfig.getCurrentContext() ? { ...context, cluster } : context));
}

function missing(what: string, name: string, names: readonly string[]): UnreachableError {
  return new UnreachableError(
    `The kubeconfig has no ${what} "${name}".`,
    `Its ${what}s are ${names.join(", ") || "none"}; declare one of them, or leave it out for the current one.`,
  );
}
