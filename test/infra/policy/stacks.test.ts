import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadYaml } from "@kubernetes/client-node";
import { beforeEach, expect, test, vi } from "vitest";
import { kindOf } from "../../../infra/policy/kubernetes";
import type { Resource } from "../../../infra/policy/rule";
import { rules } from "../../../infra/policy/rules";
import { at } from "../../../infra/policy/values";
import { declaredBy } from "./support/program";
import { messagesOf } from "./support/resources";

// The Kubernetes SDK alone takes long to load on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

// The transform adds annotations; it needs an engine, and there is none.
vi.mock("../../../infra/ownership", () => ({ ownKubernetesObjects: () => {} }));

beforeEach(() => {
  vi.stubEnv("PULUMI_OPTION_POLICY_PACK", "infra/policy");
  return () => vi.unstubAllEnvs();
});

const readStack = (name: string) =>
  loadYaml<{ config: Record<string, object> }>(
    readFileSync(join(__dirname, `../../../Pulumi.${name}.yaml`), "utf8"),
  ).config;
const production = readStack("prod");

/** Names of the rules that a stack breaks. */
async function brokenBy(config: Readonly<Record<string, unknown>>): Promise<string[]> {
  const resources = await declaredBy(config);
  expect(resources.map(({ name }) => name)).toContain("redis-config");
  return rules.filter((rule) => messagesOf(rule, ...resources).length > 0).map(({ name }) => name);
}

test("stack prod - keeps to every rule", async () => {
  expect(await brokenBy(production)).toEqual([]);
});

test("stack prod - keeps to every rule without a message queue", async () => {
  expect(await brokenBy({ ...production, "auth-stack:features": { messageQueue: false } })).toEqual([]);
});

test("stack dev - runs public images by tag, and keeps to every other rule", async () => {
  expect(await brokenBy(readStack("dev"))).toEqual(["image-digest"]);
});

test("stack local - deletes its streams when it goes, and keeps to every other rule", async () => {
  const nats = { ...production["auth-stack:nats"], onDestroy: "delete" };
  const local = { ...production, "auth-stack:environment": "local", "auth-stack:nats": nats };
  expect(await brokenBy(local)).toEqual(["protected-streams"]);
});

test("one NATS server - its streams have no copy", async () => {
  const nats = { ...production["auth-stack:nats"], replicas: 1 };
  expect(await brokenBy({ ...production, "auth-stack:nats": nats })).toEqual(["protected-streams"]);
});

test("stack prod - configuration objects that get a new name for new content are immutable, others are not", async () => {
  const isConfiguration = (resource: Resource) => ["ConfigMap", "Secret"].includes(kindOf(resource) ?? "");
  const objects = (await declaredBy(production)).filter(isConfiguration);
  const named = objects.filter(({ props }) => at(props, "metadata", "name") !== undefined);
  expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining(["ca", "nats-users"]));
  const immutable = objects.filter(({ props }) => at(props, "immutable") === true);
  expect(immutable).toEqual(objects.filter((object) => !named.includes(object)));
});
