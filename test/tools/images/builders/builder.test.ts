import { expect, test } from "vitest";
import { digestIn } from "../../../../tools/images/builders/base-image";
import { builders } from "../../../../tools/images/builders/builder";
import { parseRegistry } from "../../../../tools/images/reference";

const request = {
  dockerfile: "/src/service/Dockerfile",
  context: "/src",
  tag: "localhost/auth-stack/auth-service:1",
  baseImage: "node@sha256:1",
  npmrc: "/tmp/npmrc",
  platform: undefined,
};
const flags =
  "--file /src/service/Dockerfile --tag localhost/auth-stack/auth-service:1 --build-arg BASE_IMAGE=node@sha256:1 --secret id=npmrc,src=/tmp/npmrc";
const image = "host/image:1";
const [https, http] = [parseRegistry("registry.example.com"), parseRegistry("localhost:5000")];

/** The commands of each program: build, build for another platform, push with TLS and without, save. */
const commands = {
  docker: [
    `build ${flags} /src`,
    `build ${flags} --platform linux/arm64 /src`,
    "push host/image:1",
    "push host/image:1",
    "save --output /tmp/a.tar host/image:1",
  ],
  podman: [
    `build ${flags} /src`,
    `build ${flags} --platform linux/arm64 /src`,
    "push --tls-verify=true host/image:1",
    "push --tls-verify=false host/image:1",
    "save --format docker-archive --output /tmp/a.tar host/image:1",
  ],
  nerdctl: [
    `build ${flags} /src`,
    `build ${flags} --platform linux/arm64 /src`,
    "push host/image:1",
    "--insecure-registry push host/image:1",
    "save --output /tmp/a.tar host/image:1",
  ],
  buildah: [
    `bud --isolation chroot ${flags} /src`,
    `bud --isolation chroot ${flags} --platform linux/arm64 /src`,
    "push --tls-verify=true host/image:1",
    "push --tls-verify=false host/image:1",
    "push host/image:1 docker-archive:/tmp/a.tar:host/image:1",
  ],
};

test.each(builders)("$program - builds, pushes and saves an image", ({ program, build, push, save }) => {
  const made = [
    build(request),
    build({ ...request, platform: "linux/arm64" }),
    push(image, https),
    push(image, http),
    save(image, "/tmp/a.tar"),
  ];
  expect(made.map((args) => args.join(" "))).toEqual(commands[program as keyof typeof commands]);
});

const digest = `sha256:${"1".repeat(64)}`;

test.each([
  ["docker", [{ RepoDigests: [`other@sha256:2`, `node@${digest}`] }], digest],
  ["podman", [{ RepoDigests: [`docker.io/library/node@${digest}`] }], digest],
  ["buildah", { FromImageDigest: digest }, digest],
  ["an image that no registry gave", [{ RepoDigests: [] }], undefined],
  ["buildah, of such an image", { FromImageDigest: "" }, undefined],
])("base image - its digest in what %s says", (_, inspected, found) => {
  expect(digestIn(JSON.stringify(inspected), "docker.io/library/node:24.21.0-bookworm-slim")).toBe(found);
});
