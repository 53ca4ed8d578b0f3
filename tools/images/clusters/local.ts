/** A cluster on this machine that takes images without a registry. */
export interface LocalCluster {
  readonly kind: "kind" | "k3d" | "minikube" | "docker-desktop";
  /** As its own program calls it. */
  readonly name: string;
}

/** A context of a kubeconfig, as `kubectl config view --minify -o json` shows it. */
export interface KubeContext {
  readonly name: string;
  /** Programs that made it leave their names here, minikube's for one. */
  readonly providers: readonly string[];
}

const minikubeProvider = "minikube.sigs.k8s.io";

/** The local cluster that a context leads to, told by what its program calls contexts; undefined for any other. */
export function localClusterOf({ name, providers }: KubeContext): LocalCluster | undefined {
  const [, kind, cluster] = /^(kind|k3d)-(.+)$/.exec(name) ?? [];
  if ((kind === "kind" || kind === "k3d") && cluster !== undefined) return { kind, name: cluster };
  if (name === "minikube" || providers.includes(minikubeProvider)) return { kind: "minikube", name };
  return name === "docker-desktop" ? { kind: "docker-desktop", name } : undefined;
}

/** The command that loads a file of `docker save` into the cluster; undefined where it takes images from Docker's store. */
export function loadCommand(
  { kind, name }: LocalCluster,
  file: string,
): readonly [program: string, ...args: string[]] | undefined {
  switch (kind) {
    case "kind":
      return ["kind", "load", "image-archive", file, "--name", name];
    case "k3d":
      return ["k3d", "image", "import", file, "--cluster", name];
    case "minikube":
      return ["minikube", "image", "load", file, "--profile", name];
    case "docker-desktop":
      return undefined;
  }
}
