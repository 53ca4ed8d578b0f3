import { beforeAll, expect, test, vi } from "vitest";
import { afterFile } from "../../../support/after-file";
import { claimOf, type ObjectsApi, startObjectsApi, statefulSetWith } from "../kubernetes/api";
import { type SettledStack, startSettledStack } from "./program";

// Each pulumi starts a program and a provider, which takes seconds.
vi.setConfig({ testTimeout: 240_000 });

const finished = afterFile();
const up = ["up", "--yes", "--skip-preview"] as const;

let api: ObjectsApi;
let stack: SettledStack;

beforeAll(async () => {
  api = await startObjectsApi(finished);
  stack = await startSettledStack("settled", finished);
  await stack.configure({
    "kubernetes:kubeconfig": api.kubeconfig,
    "auth-stack:environment": "development",
    "auth-stack:nats.image": "nats:2.15.2",
    "auth-stack:redis.image": "redis:7",
    "auth-stack:redis.keyGeneration": "2",
    "auth-stack:authService.image": "auth:1",
    "auth-stack:authService.issuer": "https://auth.example.com",
  });
  await stack.pulumi(...up);
  api.claims = [claimOf("nats-0"), claimOf("redis-0")];
  api.statefulSets = { nats: statefulSetWith(3), redis: statefulSetWith(1) };
}, 240_000);

/** What a preview with these values says, which are taken back afterwards. */
async function previewWith(values: Readonly<Record<string, string>>): Promise<string> {
  await stack.configure(values);
  const output = await stack.pulumi("preview").catch((error: unknown) => String(error));
  await stack.configure(Object.fromEntries(Object.keys(values).map((key) => [key, undefined])));
  return output;
}

test("pulumi preview - what would lose data is refused, each with what to do, and nothing else is said", async () => {
  const output = await previewWith({
    "auth-stack:nats.replicas": "1",
    "auth-stack:certificateGeneration": "2",
    "auth-stack:nats.storage": "3Gi",
    "auth-stack:redis.storageClass": "fast",
  });
  expect(output).toMatch(/nats\.replicas 3 -> 1 is refused\. The servers that are left .* Set it back to 3/);
  expect(output).toMatch(/certificateGeneration 1 -> 2 is refused\. .*there is no way back/);
  expect(output).toMatch(/nats\.storage 2Gi -> 3Gi is refused\. .*kubectl patch pvc data-nats-0/);
  expect(output).toMatch(/redis\.storageClass the cluster's default -> fast is refused/);
  expect(output).not.toMatch(/[+~-] authstack:keys/);
});

test("pulumi preview - a key that the program does not know is refused", async () => {
  const output = await previewWith({ "auth-stack:enviroment": "production" });
  expect(output).toMatch(/auth-stack:enviroment is no key of this program/);
});

test("pulumi preview - a lower generation is refused, and pulumi up changes no key", async () => {
  const before = await stack.pulumi("stack", "output", "passwordHash");
  await stack.configure({ "auth-stack:redis.keyGeneration": "1" });
  await expect(stack.pulumi("preview")).rejects.toThrow(
    /redis\.keyGeneration 2 -> 1 is refused\. A lower generation does not bring the old keys back/,
  );
  await expect(stack.pulumi(...up)).rejects.toThrow("redis.keyGeneration 2 -> 1 is refused");
  await stack.configure({ "auth-stack:redis.keyGeneration": "2" });
  expect(await stack.pulumi("stack", "output", "passwordHash")).toBe(before);
  await stack.pulumi("preview", "--expect-no-changes");
});

test("pulumi preview - a new password of Redis says that requests will fail meanwhile", async () => {
  await stack.configure({ "auth-stack:redis.keyGeneration": "3" });
  expect(await stack.pulumi("preview")).toMatch(/warning: auth-stack:redis\.keyGeneration 2 -> 3: .*503/);
  await stack.configure({ "auth-stack:redis.keyGeneration": "2" });
});

test("pulumi preview - a stack from before there was a record is held to what runs, and then adopted", async () => {
  await stack.pulumi(
    "state",
    "delete",
    "--yes",
    "--target-dependents",
    await urnOf("authstack:stack:Settings"),
  );
  expect(await previewWith({ "auth-stack:nats.replicas": "1" })).toContain("nats.replicas 3 -> 1 is refused");
  await stack.pulumi(...up);
  await stack.pulumi("preview", "--expect-no-changes");
});

async function urnOf(type: string): Promise<string> {
  const { deployment } = JSON.parse(await stack.pulumi("stack", "export"));
  return deployment.resources.find((resource: { type: string }) => resource.type === type).urn;
}
