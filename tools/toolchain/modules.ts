import { pinnedVersion } from "./pins";
import { embedProviderSchema, kubernetesProviderVersion } from "./provider";

/** A Go module in this folder: pins of what is built from it, and how. */
export interface GoModule {
  /** Packages by the name of the tool that each becomes. */
  readonly packages: Readonly<Record<string, string>>;
  /** Minutes that a build with nothing cached takes on 2 cores. */
  readonly coldMinutes: number;
  /** Variables set by the linker. */
  readonly variables?: () => Readonly<Record<string, string>>;
  /** Completes the copy of the module that is built in `dir`. */
  readonly prepare?: (dir: string) => Promise<void>;
}

/** All modules by folder. */
export const modules = {
  pause: { packages: { pause: "." }, coldMinutes: 0.2 },
  "nats-server": { packages: { "nats-server": "github.com/nats-io/nats-server/v2" }, coldMinutes: 0.8 },
  natscli: { packages: { nats: "github.com/nats-io/natscli/nats" }, coldMinutes: 1 },
  kubernetes: {
    packages: {
      "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
      "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
      "kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
      "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
      kubectl: "k8s.io/kubernetes/cmd/kubectl",
      kubelet: "k8s.io/kubernetes/cmd/kubelet",
    },
    coldMinutes: 7,
    variables: kubernetesVersion,
  },
  "kube-router": {
    packages: { "kube-router": "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router" },
    coldMinutes: 2.5,
  },
  coredns: { packages: { coredns: "github.com/coredns/coredns" }, coldMinutes: 2.5 },
  pulumi: {
    packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    coldMinutes: 4.6,
    variables: () => ({
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": pinnedVersion(
        "pulumi",
        "github.com/pulumi/pulumi/sdk/v3",
      ),
    }),
  },
  "pulumi-language-nodejs": {
    packages: {
      "pulumi-language-nodejs": "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
    },
    coldMinutes: 1,
  },
  "pulumi-resource-kubernetes": {
    packages: { "pulumi-resource-kubernetes": "." },
    coldMinutes: 9.8,
    variables: () => ({ "main.version": kubernetesProviderVersion }),
    prepare: embedProviderSchema,
  },
} as const satisfies Record<string, GoModule>;

type Modules = typeof modules;

/** Folder of a Go module. */
export type ModuleName = keyof Modules;

type ToolOf<M> = M extends { readonly packages: infer P } ? keyof P & string : never;

/** A program that can be built. */
export type ToolName = { [M in ModuleName]: ToolOf<Modules[M]> }[ModuleName];

/** The module that a tool is built from, and its package there. */
export function sourceOf(tool: ToolName): { module: ModuleName; package: string } {
  for (const module of Object.keys(modules) as ModuleName[]) {
    const packages: Readonly<Record<string, string>> = modules[module].packages;
    const found = packages[tool];
    if (found !== undefined) return { module, package: found };
  }
  throw new Error(`no module builds ${tool}`);
}

/** Clients compare versions with the server's; without these every binary calls itself v0.0.0. */
function kubernetesVersion(): Record<string, string> {
  const version = pinnedVersion("kubernetes", "k8s.io/kubernetes");
  const [major = "", minor = ""] = version.slice(1).split(".");
  const settings = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`k8s.io/component-base/version.${name}`, value]),
  );
}
