import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { devDependencies } from "../../../package.json";
import { publicBase } from "../../../tools/images/auth-service/image";
import { ensureClusterImages, type ForeignCluster } from "../../../tools/images/for-cluster";
import { publicImages } from "../../../tools/images/public";
import { parseRegistry } from "../../../tools/images/reference";
import { findManifest } from "../../../tools/images/registry";
import { projectDir } from "../../../tools/lib/paths";
import { pinnedVersion } from "../../../tools/toolchain/pins";
import { standIns } from "../support/stand-ins";
import { startManifests } from "./manifests";

const digest = `sha256:${"1".repeat(64)}`;
const inspected = `case "$*" in *inspect*) echo '[{"RepoDigests":["node@${digest}"]}]';; esac`;
const base = `docker.io/library/node@${digest}`;

/** A cluster of one node like this machine, reached by a context of this name, with these images. */
function cluster(context: string, local: ForeignCluster["local"], ...images: string[]): ForeignCluster {
  return {
    context,
    local,
    nodes: [{ architecture: { x64: "amd64" }[process.arch as string] ?? process.arch, images }],
  };
}

const kind = { kind: "kind", name: "dev" } as const;
const quiet = () => undefined;

/** Calls without what is different each time: keys of content and temporary folders. */
function plain(calls: readonly string[]): string[] {
  return calls.map((call) =>
    call
      .replaceAll(/auth-service:[0-9a-f]{16}/g, "auth-service:KEY")
      .replaceAll(/[^\s=,]*\/auth-stack-\w{6}\//g, "TMP/")
      .replaceAll(projectDir, "PROJECT")
      .replaceAll(/127\.0\.0\.1:\d+/g, "REGISTRY"),
  );
}

const build = `--build-arg BASE_IMAGE=${base} --secret id=npmrc,src=TMP/npmrc PROJECT`;

test("images for a cluster - kind gets what docker has built, by a file", async () => {
  const { calls } = standIns({ docker: inspected, podman: inspected, kind: "" });
  const { outcome, images } = await ensureClusterImages(cluster("kind-dev", kind), undefined, quiet);
  expect(outcome).toBe("changed");
  expect(images).toEqual({
    ...publicImages,
    authService: expect.stringMatching(/^localhost\/auth-stack\/auth-service:[0-9a-f]{16}$/),
  });
  expect(plain(calls())).toEqual([
    "docker version --format {{.Server.Version}}",
    `docker pull --quiet ${publicBase()}`,
    `docker image inspect ${publicBase()}`,
    `docker build --file PROJECT/service/Dockerfile --tag localhost/auth-stack/auth-service:KEY ${build}`,
    "docker save --output TMP/auth-service.tar localhost/auth-stack/auth-service:KEY",
    "kind load image-archive TMP/auth-service.tar --name dev",
  ]);
});

test("images for a cluster - one that has the image already needs no program at all", async () => {
  standIns({ docker: inspected, kind: "" });
  const first = await ensureClusterImages(cluster("kind-dev", kind), undefined, quiet);
  const { calls } = standIns({});
  const again = await ensureClusterImages(
    cluster("kind-dev", kind, first.images.authService),
    undefined,
    quiet,
  );
  expect(again).toEqual({ outcome: "unchanged", images: first.images });
  expect(calls()).toEqual([]);
});

test("images for a cluster - Docker Desktop takes what docker has built from its store", async () => {
  const { calls } = standIns({ docker: inspected });
  const local = { kind: "docker-desktop", name: "docker-desktop" } as const;
  await ensureClusterImages(cluster("docker-desktop", local), undefined, quiet);
  expect(calls().at(-1)).toMatch(/^docker build /);
  standIns({ podman: inspected });
  await expect(ensureClusterImages(cluster("docker-desktop", local), undefined, quiet)).rejects.toThrow(
    "docker is not on PATH",
  );
});

test("images for a cluster - a registry gets the image once, also where the cluster is a local one", async () => {
  const registry = await startManifests(onTestFinished);
  const programs = { docker: "echo 'no daemon' >&2; exit 1", podman: `${inspected}\n${registry.onPush}` };
  const { calls } = standIns(programs);
  const { outcome, images } = await ensureClusterImages(cluster("kind-dev", kind), registry.host, quiet);
  expect(outcome).toBe("changed");
  expect(images.authService).toMatch(new RegExp(`^${registry.host}/auth-stack/auth-service:[0-9a-f]{16}$`));
  expect(plain(calls())).toEqual([
    "docker version --format {{.Server.Version}}",
    "podman info",
    `podman pull --quiet ${publicBase()}`,
    `podman image inspect ${publicBase()}`,
    `podman build --file PROJECT/service/Dockerfile --tag REGISTRY/auth-stack/auth-service:KEY ${build}`,
    "podman push --tls-verify=false REGISTRY/auth-stack/auth-service:KEY",
  ]);
  const again = await ensureClusterImages(cluster("prod", undefined), registry.host, quiet);
  expect(again).toEqual({ outcome: "unchanged", images });
});

test("images for a cluster - a base image whose registry can't be asked is taken by its tag", async () => {
  const { calls } = standIns({ nerdctl: 'test "$1" != pull', kind: "" });
  const told: string[] = [];
  await ensureClusterImages(cluster("kind-dev", kind), undefined, (doing) => told.push(doing));
  expect(told).toContain(`${publicBase()} can't be pulled; a copy that is here will have to do`);
  expect(calls().find((call) => call.startsWith("nerdctl build"))).toContain(`BASE_IMAGE=${publicBase()} `);
});

test("images for a cluster - what is missing is named", async () => {
  const ensure = (context: string, local: ForeignCluster["local"]) =>
    ensureClusterImages(cluster(context, local), undefined, quiet);
  standIns({ docker: "echo 'Cannot connect to the Docker daemon' >&2; exit 1" });
  await expect(ensure("kind-dev", kind)).rejects.toThrow(
    /docker .*Cannot connect to the Docker daemon; podman is not on PATH; nerdctl is not on PATH; buildah is not on PATH/,
  );
  await expect(ensure("prod", undefined)).rejects.toMatchObject({
    message: expect.stringContaining('"prod" is no context of kind, k3d, minikube or Docker Desktop'),
    fix: expect.stringContaining("REGISTRY=registry.example.com"),
  });
  standIns({ docker: inspected });
  await expect(ensure("kind-dev", kind)).rejects.toThrow(/kind load image-archive.*ENOENT/);
});

test("images for a cluster - public images are those of the development stack, of the versions that we pin", () => {
  const stack = readFileSync(join(projectDir, "Pulumi.dev.yaml"), "utf8");
  for (const image of Object.values(publicImages)) expect(stack).toContain(`image: ${image}\n`);
  const nats = pinnedVersion("nats-server", "github.com/nats-io/nats-server/v2");
  expect(publicImages.nats).toBe(`docker.io/library/nats:${nats.slice(1)}`);
  expect(publicBase()).toBe(`docker.io/library/node:${devDependencies.node}-bookworm-slim`);
});

test("registry - finds an image by its tag", async () => {
  const { host } = await startManifests(onTestFinished, ["/v2/auth-stack/auth-service/manifests/1"]);
  expect(await findManifest(parseRegistry(host), "auth-service", "1")).toBe("present");
  expect(await findManifest(parseRegistry(host), "auth-service", "2")).toBe("absent");
});
