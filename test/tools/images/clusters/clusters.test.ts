import { expect, test } from "vitest";
import { type LocalCluster, loadCommand, localClusterOf } from "../../../../tools/images/clusters/local";
import { isOnAll, platformOf } from "../../../../tools/images/clusters/nodes";

const minikube = ["minikube.sigs.k8s.io"];

test.each<[name: string, providers: string[], cluster: LocalCluster | undefined]>([
  ["kind-kind", [], { kind: "kind", name: "kind" }],
  ["kind-my-tests", [], { kind: "kind", name: "my-tests" }],
  ["k3d-dev", [], { kind: "k3d", name: "dev" }],
  ["minikube", [], { kind: "minikube", name: "minikube" }],
  ["other-profile", minikube, { kind: "minikube", name: "other-profile" }],
  ["docker-desktop", [], { kind: "docker-desktop", name: "docker-desktop" }],
  ["kind-", [], undefined],
  ["my-kind-cluster", [], undefined],
  ["arn:aws:eks:eu-central-1:1234:cluster/k3d-x", [], undefined],
  ["prod", ["example.com"], undefined],
])("cluster of context %s, made by %j - %j", (name, providers, cluster) => {
  expect(localClusterOf({ name, providers })).toEqual(cluster);
});

test.each<[LocalCluster["kind"], string | undefined]>([
  ["kind", "kind load image-archive /tmp/image.tar --name dev"],
  ["k3d", "k3d image import /tmp/image.tar --cluster dev"],
  ["minikube", "minikube image load /tmp/image.tar --profile dev"],
  ["docker-desktop", undefined],
])("cluster of %s - takes an image by %s", (kind, command) => {
  expect(loadCommand({ kind, name: "dev" }, "/tmp/image.tar")?.join(" ")).toBe(command);
});

const node = (architecture: string, ...images: string[]) => ({ architecture, images });

test("nodes - an image is there when every node has it", () => {
  expect(isOnAll([node("amd64", "a", "b"), node("amd64", "b")], "b")).toBe(true);
  expect(isOnAll([node("amd64", "a", "b"), node("amd64", "b")], "a")).toBe(false);
  expect(isOnAll([], "a")).toBe(false);
});

test("nodes - an image is built for their architecture, which is told only where it is another", () => {
  expect(platformOf([node("amd64"), node("amd64")], "x64")).toBeUndefined();
  expect(platformOf([node("arm64")], "arm64")).toBeUndefined();
  expect(platformOf([node("amd64")], "arm64")).toBe("linux/amd64");
  expect(platformOf([], "x64")).toBeUndefined();
  expect(() => platformOf([node("amd64"), node("arm64")], "x64")).toThrow(
    /several architectures: amd64, arm64/,
  );
});
