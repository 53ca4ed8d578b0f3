import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { rules, type SettingKey } from "../../../../infra/provider/stack/rules";
import { freePort } from "../../../../tools/local/ports";
import { secret, startEngine, type TestEngine, type Wire } from "../engine";
import { claimOf, kubeconfigOf, type ObjectsApi, startObjectsApi, statefulSetWith } from "../kubernetes/api";

const token = "authstack:stack:Settings";

/** A stack as it may be, and each setting as it is refused. */
const running: Readonly<Record<SettingKey, string | number>> = {
  namespace: "auth-stack",
  certificateGeneration: 2,
  "nats.replicas": 3,
  "nats.storage": "2Gi",
  "nats.storageClass": "",
  "nats.keyGeneration": 2,
  "redis.storage": "2Gi",
  "redis.storageClass": "fast",
  "redis.keyGeneration": 2,
  "authService.keyGeneration": 2,
};

let api: ObjectsApi;
let engine: TestEngine;

beforeEach(async () => {
  api = await startObjectsApi(onTestFinished);
  engine = await startEngine(onTestFinished);
});

function inputs(values: Wire, namespace = "auth-stack"): Wire {
  return { kubeconfig: api.kubeconfig, namespace, values };
}

/** What a preview refuses of a stack whose volumes are there. */
async function refusals(change: Wire, before: Wire = running): Promise<string[]> {
  api.claims = [claimOf("nats-0"), claimOf("redis-0")];
  const { failures } = await engine.check(token, inputs({ ...running, ...change }), inputs(before));
  return failures;
}

const losing: [SettingKey, string | number][] = [
  ["namespace", "other"],
  ["certificateGeneration", 3],
  ["certificateGeneration", 1],
  ["nats.replicas", 5],
  ["nats.replicas", 1],
  ["nats.storage", "3Gi"],
  ["nats.storageClass", "fast"],
  ["nats.keyGeneration", 1],
  ["redis.storage", "1Gi"],
  ["redis.storageClass", ""],
  ["redis.keyGeneration", 1],
  ["authService.keyGeneration", 1],
];

describe("settings", () => {
  test.each(losing)(
    "settings - %s to %j is refused: what would happen, and what to do",
    async (key, value) => {
      const failures = await refusals({ [key]: value });
      expect(failures).toHaveLength(1);
      const was = running[key] === "" ? "the cluster's default" : running[key];
      expect(failures[0]).toContain(`values: auth-stack:${key} ${was} -> `);
      expect(failures[0]).toMatch(/ is refused\. .{40,} .{20,} Set it back to /);
    },
  );

  test("settings - every rule of the table has its case", () => {
    expect(new Set(losing.map(([key]) => key))).toEqual(new Set(Object.keys(rules)));
  });

  test("settings - several are refused at once", async () => {
    expect(await refusals({ "nats.replicas": 1, "redis.storage": "4Gi" })).toHaveLength(2);
  });

  test.each<[SettingKey, number]>([
    ["nats.keyGeneration", 3],
    ["redis.keyGeneration", 3],
    ["authService.keyGeneration", 5],
  ])("settings - %s to %j passes", async (key, value) => {
    expect(await refusals({ [key]: value })).toEqual([]);
  });

  test("settings - the same pass, and nothing is asked of the cluster", async () => {
    expect(await refusals({})).toEqual([]);
    expect(api.asked).toEqual(new Set());
  });

  test("settings - a password of Redis that changes is told in the preview, with what it interrupts", async () => {
    const before = await engine.up(token, inputs(running));
    const news = inputs({ ...running, "redis.keyGeneration": 3 });
    const { inputs: checked } = await engine.check(token, news, before.inputs);
    expect(await engine.diff(token, before, checked)).toMatchObject({ changes: "some", replaces: [] });
    expect(engine.messages).toEqual([
      expect.stringMatching(/^auth-stack:redis\.keyGeneration 2 -> 3: .*answered 503/),
    ]);
  });

  test("settings - a first creation passes", async () => {
    expect((await engine.check(token, inputs(running))).failures).toEqual([]);
  });

  test("settings - a first creation passes where there is no cluster yet", async () => {
    const kubeconfig = kubeconfigOf(`http://127.0.0.1:${await freePort()}`);
    const { failures } = await engine.check(token, { ...inputs(running), kubeconfig });
    expect(failures).toEqual([]);
  });

  test("settings - where no volume was ever bound, as after a failed first up, they may be corrected", async () => {
    api.claims = [claimOf("nats-0", "Pending"), claimOf("redis-0", "Pending")];
    const news = inputs({ ...running, "nats.replicas": 1, "nats.storageClass": "right" });
    expect((await engine.check(token, news, inputs(running))).failures).toEqual([]);
  });

  test("settings - what only the other part could lose may be changed", async () => {
    api.claims = [claimOf("redis-0")];
    const news = inputs({ ...running, "nats.replicas": 1, "redis.storage": "1Gi" });
    const { failures } = await engine.check(token, news, inputs(running));
    expect(failures).toEqual([expect.stringContaining("redis.storage")]);
  });

  test("settings - a cluster that can't be asked is taken to hold data", async () => {
    const kubeconfig = kubeconfigOf(`http://127.0.0.1:${await freePort()}`);
    const news = { ...inputs({ ...running, "nats.replicas": 1 }), kubeconfig };
    const { failures } = await engine.check(token, news, inputs(running));
    expect(failures).toHaveLength(1);
  });

  test("settings - another namespace is held against what the old one has", async () => {
    api.claims = [claimOf("redis-0")];
    const news = inputs({ ...running, namespace: "other" }, "other");
    expect((await engine.check(token, news, inputs(running))).failures).toHaveLength(1);
    expect(api.asked).toEqual(new Set(["auth-stack"]));
  });

  test("settings - a stack without a record is held to what runs", async () => {
    api.claims = [claimOf("nats-0"), claimOf("redis-0")];
    api.statefulSets = {
      nats: statefulSetWith(3),
      redis: statefulSetWith(1, { storageClass: "fast" }),
    };
    expect((await engine.check(token, inputs(running))).failures).toEqual([]);
    const changed = inputs({
      ...running,
      "nats.replicas": 1,
      "redis.storage": "9Gi",
      "nats.storageClass": "x",
    });
    const { failures } = await engine.check(token, changed);
    expect(failures.map((failure) => /auth-stack:\S+/.exec(failure)?.[0])).toEqual([
      "auth-stack:nats.replicas",
      "auth-stack:nats.storageClass",
      "auth-stack:redis.storage",
    ]);
  });

  test("settings - those of a part that does not run stay recorded", async () => {
    const withoutNats = Object.entries(running).filter(([key]) => !key.startsWith("nats."));
    const { inputs: checked } = await engine.check(
      token,
      inputs(Object.fromEntries(withoutNats)),
      inputs(running),
    );
    expect(checked.values).toEqual(running);
  });

  test("settings - a kubeconfig stays a secret", async () => {
    const { inputs: checked } = await engine.check(token, {
      ...inputs(running),
      kubeconfig: secret(api.kubeconfig),
    });
    expect(checked.kubeconfig).toEqual(secret(api.kubeconfig));
  });
});
