import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readIfThere } from "../../tools/lib/files";
import { logDir } from "../../tools/lib/paths";
import * as tools from "../../tools/stack/pulumi";
import { kubectl, target } from "./support/stack";

/** Every secret value of the stack that is not also public, by where it stands in the cluster. */
let secrets: ReadonlyMap<string, string>;

const publicKeys: readonly string[] = [
  "ca.crt",
  "tls.crt",
  "url",
  "inboxPrefix",
  "apiPrefix",
  "stream",
  "durable",
  "replayStream",
  "replayDurable",
  "redis.conf",
];

beforeAll(async () => {
  const { items } = JSON.parse(await kubectl("get", "secrets", "-o", "json")) as {
    items: { metadata: { name: string }; data: Record<string, string> }[];
  };
  const values = items.flatMap(({ metadata, data }) =>
    Object.entries(data)
      .filter(([key]) => !publicKeys.includes(key))
      .map(
        ([key, value]) =>
          [`${metadata.name}/${key}`, Buffer.from(value, "base64").toString().trim()] as const,
      ),
  );
  secrets = new Map(values);
  expect([...secrets.keys()].some((name) => name.endsWith("/nats-seed"))).toBe(true);
});

/** Names of the secrets that a text holds, whole or, for those of many lines, in any line that is long enough. */
function found(text: string): string[] {
  const lines = (value: string) =>
    value.split("\n").filter((line) => line.length > 40 && !line.startsWith("-----"));
  return [...secrets]
    .filter(([, value]) => [value, ...lines(value)].some((part) => text.includes(part)))
    .map(([name]) => name);
}

test("secrets - none stands in Pulumi's state in the clear", async () => {
  const state = await tools.pulumi(target, ["stack", "export", "--stack", tools.localStack], { log: "none" });
  expect(found(state)).toEqual([]);
});

test("secrets - none stands in the logs of the commands or of the service", async () => {
  const logs = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), "utf8"));
  const service = await kubectl("logs", "-l", "app.kubernetes.io/name=auth-service", "--tail=-1");
  expect(found([...logs, service].join("\n"))).toEqual([]);
});

test("secrets - none is an argument of a process or stands in a ConfigMap", async () => {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const commands = pids.map((pid) => readIfThere(`/proc/${pid}/cmdline`) ?? "");
  const configMaps = await kubectl("get", "configmaps", "-o", "json");
  expect(found([...commands, configMaps].join("\n"))).toEqual([]);
});

test("secrets - each consumer's Secret holds its own seed and no other", () => {
  const seeds = [...secrets].filter(([name]) => name.endsWith("/seed") || name.endsWith("/nats-seed"));
  expect(new Set(seeds.map(([, seed]) => seed)).size).toBe(seeds.length);
});
