import type { Registry } from "../reference";

/** What is built: a Dockerfile under a tag. Paths are absolute. */
export interface BuildRequest {
  readonly dockerfile: string;
  readonly context: string;
  readonly tag: string;
  readonly baseImage: string;
  /** The file with build secret "npmrc". */
  readonly npmrc: string;
  /** "linux/amd64", or undefined for this machine's own. */
  readonly platform: string | undefined;
}

/** A program that people build images with, by the arguments that it takes for each step. */
export interface Builder {
  readonly program: string;
  /** Fails where the program is there and can't build, for want of its daemon. */
  readonly probe: readonly string[];
  readonly pull: (image: string, platform: string | undefined) => readonly string[];
  /** Prints JSON about an image that is here, with the digest that its registry has it under. */
  readonly inspect: (image: string) => readonly string[];
  readonly build: (request: BuildRequest) => readonly string[];
  readonly push: (tag: string, registry: Registry) => readonly string[];
  /** Writes an image into a file, in the format of `docker save`. */
  readonly save: (tag: string, file: string) => readonly string[];
}

const onPlatform = (platform: string | undefined) => (platform === undefined ? [] : ["--platform", platform]);

const buildFlags = ({ dockerfile, context, tag, baseImage, npmrc, platform }: BuildRequest) => [
  ...["--file", dockerfile, "--tag", tag, "--build-arg", `BASE_IMAGE=${baseImage}`],
  ...["--secret", `id=npmrc,src=${npmrc}`, ...onPlatform(platform), context],
];

/** What docker, podman and nerdctl have in common. */
const dockerLike = {
  pull: (image: string, platform: string | undefined) => ["pull", "--quiet", ...onPlatform(platform), image],
  inspect: (image: string) => ["image", "inspect", image],
  build: (request: BuildRequest) => ["build", ...buildFlags(request)],
  save: (tag: string, file: string) => ["save", "--output", file, tag],
};

/** https://docs.docker.com/reference/cli/docker/ It takes registries on loopback for insecure by itself. */
const docker: Builder = {
  ...dockerLike,
  program: "docker",
  probe: ["version", "--format", "{{.Server.Version}}"],
  push: (tag) => ["push", tag],
};

/** https://docs.podman.io/en/latest/Commands.html */
const podman: Builder = {
  ...dockerLike,
  program: "podman",
  probe: ["info"],
  push: (tag, { scheme }) => ["push", `--tls-verify=${scheme === "https"}`, tag],
  save: (tag, file) => ["save", "--format", "docker-archive", "--output", file, tag],
};

/** https://github.com/containerd/nerdctl/blob/main/docs/command-reference.md */
const nerdctl: Builder = {
  ...dockerLike,
  program: "nerdctl",
  probe: ["info"],
  push: (tag, { scheme }) => [...(scheme === "http" ? ["--insecure-registry"] : []), "push", tag],
};

/** https://github.com/containers/buildah/tree/main/docs */
const buildah: Builder = {
  program: "buildah",
  probe: ["info"],
  pull: dockerLike.pull,
  inspect: (image) => ["inspect", "--type", "image", image],
  build: (request) => ["bud", "--isolation", "chroot", ...buildFlags(request)],
  push: (tag, { scheme }) => ["push", `--tls-verify=${scheme === "https"}`, tag],
  save: (tag, file) => ["push", tag, `docker-archive:${file}:${tag}`],
};

/** All that we know, those that most people have first. */
export const builders: readonly Builder[] = [docker, podman, nerdctl, buildah];

/** Docker alone: where a cluster takes its images from Docker's own store. */
export const dockerOnly: readonly Builder[] = [docker];
