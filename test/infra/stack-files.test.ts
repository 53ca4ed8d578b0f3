import { beforeEach, expect, test, vi } from "vitest";
import { runStack, stackFiles } from "./support/stack-file";

// The Kubernetes SDK alone takes long to load on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

// The transform adds annotations; it needs an engine, and there is none.
vi.mock("../../infra/ownership", () => ({ ownKubernetesObjects: () => {} }));

beforeEach(() => {
  vi.stubEnv("PULUMI_OPTION_POLICY_PACK", "infra/policy");
  return () => vi.unstubAllEnvs();
});

test.each(stackFiles())("%s - the program runs with it as it is", async (file) => {
  await runStack(file);
});

const valid = `
config:
  auth-stack:environment: development
  auth-stack:nats: { image: nats:2.15.2 }
  auth-stack:redis: { image: redis:7.4 }
  auth-stack:authService: { image: registry.example.com/auth:1, issuer: https://auth.example.com }
  kubernetes:context: development
`;

test.each([
  ["nats: {", "nats: { replica: 3,", "auth-stack:nats.replica is no key of this program"],
  ["nats: {", "nats: { replicas: 2,", "auth-stack:nats.replicas is 2; set it to 1, 3 or 5"],
  ["auth-stack:nats:", "auth-stack:natss:", "auth-stack:natss is no key of this program"],
  ["auth-stack:nats:", "authstack:nats:", "authstack:nats is a key that neither"],
  ["auth-stack:nats:", "nats:", "nats is a key that neither"],
  ["kubernetes:context:", "kubernetes:kontext:", "kubernetes:kontext is a key that neither"],
  ["config:", "configuration: {}\nconfig:", "configuration is no section of a stack's file"],
])("Pulumi.some.yaml - with %s changed to %s it is told with the key", async (right, wrong, problem) => {
  await expect(runStack("Pulumi.some.yaml", valid.replace(right, wrong))).rejects.toThrow(
    new RegExp(`^Pulumi\\.some\\.yaml: [^]*${problem.replaceAll(".", "\\.")}`),
  );
});

test("Pulumi.some.yaml - what is right is taken", async () => {
  await runStack("Pulumi.some.yaml", valid);
});
