import type { ToolName } from "../modules";
import { pinnedVersion } from "../pins";
import { kubernetesProviderVersion } from "../provider";

/** A file that the makers of programs publish with a release, for one operating system and kind of processor. */
export interface ReleaseFile {
  /** Without "v", e.g. "2.15.2". */
  readonly version: string;
  /** A .tar.gz, .tgz or .zip; with any other ending it is the program itself. */
  readonly url: string;
  /** Where its SHA-256 is published: a list of checksums and names, or that one checksum. */
  readonly checksums: string;
  /** Where each program is in it. The first one is asked for its version. */
  readonly programs: Partial<Record<ToolName, string>>;
}

/** The names that makers of Go programs have for an operating system and a kind of processor. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/** This machine's platform, or undefined when nobody publishes files for it. */
export function ownPlatform(
  os: string = process.platform,
  arch: string = process.arch,
): Platform | undefined {
  if (os !== "linux" && os !== "darwin") return undefined;
  if (arch !== "x64" && arch !== "arm64") return undefined;
  return { os, arch: arch === "x64" ? "amd64" : "arm64" };
}

/** The file that has a tool's pinned version for this machine. There is none of `pause`, which is our own. */
export function releaseOf(tool: ToolName, platform = ownPlatform()): ReleaseFile | undefined {
  return platform && releaseFiles(platform).find(({ programs }) => tool in programs);
}

/** The name of a release in the cache: another one for another version, system or processor. */
export function releaseKey(version: string, platform = ownPlatform()): string {
  return [version, platform?.os, platform?.arch].join("-");
}

/** All files with the pinned versions for a platform. */
export function releaseFiles(platform: Platform): readonly ReleaseFile[] {
  return [
    ...kubernetesPrograms.map((program) => kubernetes(program, platform)),
    natsServer(platform),
    natsCli(platform),
    coreDns(platform),
    kubeRouter(platform),
    pulumi(platform),
    pulumiKubernetes(platform),
  ];
}

const kubernetesPrograms = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
] as const;

function kubernetes(program: (typeof kubernetesPrograms)[number], { os, arch }: Platform): ReleaseFile {
  const version = pinned("kubernetes", "k8s.io/kubernetes");
  const url = `https://dl.k8s.io/release/v${version}/bin/${os}/${arch}/${program}`;
  return { version, url, checksums: `${url}.sha256`, programs: { [program]: program } };
}

function natsServer({ os, arch }: Platform): ReleaseFile {
  const version = pinned("nats-server", "github.com/nats-io/nats-server/v2");
  const name = `nats-server-v${version}-${os}-${arch}`;
  return {
    version,
    ...gitHub("nats-io/nats-server", version, `${name}.tar.gz`, "SHA256SUMS"),
    programs: { "nats-server": `${name}/nats-server` },
  };
}

function natsCli({ os, arch }: Platform): ReleaseFile {
  const version = pinned("natscli", "github.com/nats-io/natscli");
  const name = `nats-${version}-${os}-${arch}`;
  return {
    version,
    ...gitHub("nats-io/natscli", version, `${name}.zip`, "SHA256SUMS"),
    programs: { nats: `${name}/nats` },
  };
}

function coreDns({ os, arch }: Platform): ReleaseFile {
  const version = pinned("coredns", "github.com/coredns/coredns");
  const file = `coredns_${version}_${os}_${arch}.tgz`;
  return {
    version,
    ...gitHub("coredns/coredns", version, file, `${file}.sha256`),
    programs: { coredns: "coredns" },
  };
}

function kubeRouter({ os, arch }: Platform): ReleaseFile {
  const version = pinned("kube-router", "github.com/cloudnativelabs/kube-router/v2");
  const checksums = `kube-router_${version}_checksums.txt`;
  return {
    version,
    ...gitHub(
      "cloudnativelabs/kube-router",
      version,
      `kube-router_${version}_${os}_${arch}.tar.gz`,
      checksums,
    ),
    programs: { "kube-router": "kube-router" },
  };
}

function pulumi({ os, arch }: Platform): ReleaseFile {
  const version = pinned("pulumi", "github.com/pulumi/pulumi/sdk/v3");
  const file = `pulumi-v${version}-${os}-${arch === "amd64" ? "x64" : arch}.tar.gz`;
  return {
    version,
    ...gitHub("pulumi/pulumi", version, file, `pulumi-${version}-checksums.txt`),
    programs: { pulumi: "pulumi/pulumi", "pulumi-language-nodejs": "pulumi/pulumi-language-nodejs" },
  };
}

function pulumiKubernetes({ os, arch }: Platform): ReleaseFile {
  const [name, version] = ["pulumi-resource-kubernetes", kubernetesProviderVersion];
  const checksums = `pulumi-kubernetes_${version}_checksums.txt`;
  return {
    version,
    ...gitHub("pulumi/pulumi-kubernetes", version, `${name}-v${version}-${os}-${arch}.tar.gz`, checksums),
    programs: { [name]: name },
  };
}

function gitHub(repository: string, version: string, file: string, checksums: string) {
  const base = `https://github.com/${repository}/releases/download/v${version}`;
  return { url: `${base}/${file}`, checksums: `${base}/${checksums}` };
}

function pinned(module: string, dependency: string): string {
  return pinnedVersion(module, dependency).slice(1);
}
