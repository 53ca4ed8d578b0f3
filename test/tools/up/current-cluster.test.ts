import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { missingTools } from "../../../tools/toolchain";
import { stackTools } from "../../../tools/up";
import { contextIn } from "../../../tools/up/current-cluster";
import { temporaryDir } from "../../support/servers";
import { standIns } from "../support/stand-ins";

/** What kubectl shows of a context. */
function config(name: string, context: object): string {
  const contexts = [{ name, context: { cluster: name, user: name, ...context } }];
  return JSON.stringify({ kind: "Config", clusters: [], contexts, users: [], "current-context": name });
}

test("current cluster - the context's name, and who made it", () => {
  expect(contextIn(config("kind-dev", {}))).toEqual({ name: "kind-dev", providers: [] });
  const extension = { provider: "minikube.sigs.k8s.io", version: "v1.37.0" };
  const minikube = config("tests", { extensions: [{ name: "context_info", extension }, { name: "other" }] });
  expect(contextIn(minikube)).toEqual({ name: "tests", providers: ["minikube.sigs.k8s.io"] });
});

test("current cluster - with pulumi and kubectl on PATH nothing is downloaded or built, and Go is not asked for", async () => {
  const { calls } = standIns({
    pulumi: "echo v3.999.0",
    kubectl: "echo Client Version: v1.36.0",
    go: "exit 1",
  });
  expect(await missingTools(stackTools)).toEqual([]);
  expect(calls().map((call) => call.split(" ")[0])).not.toContain("go");
});

test("current cluster - kubectl tells its context, and the nodes with their architecture and images", async () => {
  const cache = temporaryDir();
  const bin = join(cache, "auth-stack/bin");
  const nodes = {
    items: [{ status: { nodeInfo: { architecture: "arm64" }, images: [{ names: ["a", "b"] }, {}] } }],
  };
  const script = [
    "#!/bin/sh",
    'case "$*" in',
    `  "config view --minify --output json") echo '${config("k3d-dev", {})}' ;;`,
    `  "get nodes --output json") echo '${JSON.stringify(nodes)}' ;;`,
    "  *) exit 1 ;;",
    "esac",
  ];
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "kubectl"), script.join("\n"), { mode: 0o755 });
  vi.stubEnv("XDG_CACHE_HOME", cache);
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllEnvs());
  const { readCluster } = await import("../../../tools/up/current-cluster.js");
  expect(await readCluster({ kind: "current", kubeconfig: "", pulumiDir: "" })).toEqual({
    context: "k3d-dev",
    local: { kind: "k3d", name: "dev" },
    nodes: [{ architecture: "arm64", images: ["a", "b"] }],
  });
});
