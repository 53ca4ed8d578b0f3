import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { at } from "../../../infra/policy/values";
import { projectDir } from "../../../tools/lib/paths";
import { declaredBy } from "../policy/support/program";

// The Kubernetes SDK alone takes long to load on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

// The transform adds annotations; it needs an engine, and there is none.
vi.mock("../../../infra/ownership", () => ({ ownKubernetesObjects: () => {} }));

const config = {
  "auth-stack:environment": "development",
  "auth-stack:nats": { image: "nats:2.15.2" },
  "auth-stack:redis": { image: "redis:7" },
  "auth-stack:authService": { image: "auth:1", issuer: "https://auth.example.com" },
};

/** What everything that reaches the cluster past the Kubernetes provider is told of the way. */
async function waysWith(kubernetes: Record<string, string>): Promise<unknown[]> {
  const resources = await declaredBy({ ...config, ...kubernetes });
  return resources.flatMap(({ type, props }) => {
    if (type === "pulumi:providers:authstack") return [at(props, "portForward")];
    return type.startsWith("authstack:") && at(props, "namespace") !== undefined ? [props] : [];
  });
}

beforeEach(() => {
  vi.stubEnv("PULUMI_OPTION_POLICY_PACK", "infra/policy");
  return () => vi.unstubAllEnvs();
});

test("kubernetes:kubeconfig - leads every resource of ours to the cluster of the Kubernetes objects", async () => {
  const access = { kubeconfig: '{"kind": "Config"}', context: "other", cluster: "third" };
  const keys = Object.entries(access).map(([key, value]) => [`kubernetes:${key}`, value]);
  const ways = await waysWith(Object.fromEntries(keys));
  expect(ways.length).toBeGreaterThanOrEqual(2);
  for (const way of ways) expect(way).toMatchObject(access);
});

test("kubernetes:kubeconfig - a path is that of the project's folder", async () => {
  for (const way of await waysWith({ "kubernetes:kubeconfig": "kube/config" }))
    expect(way).toMatchObject({ kubeconfig: join(projectDir, "kube/config") });
});

test("kubernetes:kubeconfig - left out, nothing is said, and the environment decides", async () => {
  for (const way of await waysWith({})) {
    expect(way).not.toHaveProperty("kubeconfig");
    expect(way).not.toHaveProperty("context");
  }
});
