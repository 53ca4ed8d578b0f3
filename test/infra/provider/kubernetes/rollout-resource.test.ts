import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startEngine, type TestEngine, unknownValue, type Wire } from "../engine";
import { type ObjectsApi, startObjectsApi, statefulSetWith } from "./api";

const token = "authstack:kubernetes:Rollout";
const done = statefulSetWith(1);
const underWay = {
  ...done,
  status: { replicas: 1, observedGeneration: 1, updatedReplicas: 1, readyReplicas: 0 },
};

let api: ObjectsApi;
let engine: TestEngine;
let inputs: Wire;

beforeEach(async () => {
  api = await startObjectsApi(onTestFinished);
  engine = await startEngine(onTestFinished);
  api.statefulSets = { redis: done };
  const interruption = "Redis restarts";
  const { kubeconfig } = api;
  inputs = { kubeconfig, namespace: "auth-stack", statefulSet: "redis", revision: "a", interruption };
});

test("rollout - up ends only when the pod runs the new template and is ready", async () => {
  api.statefulSets = { redis: underWay };
  let ended = false;
  const up = engine.up(token, inputs).then(() => {
    ended = true;
  });
  await expect.poll(() => api.asked.size).toBe(1);
  expect(ended).toBe(false);
  api.statefulSets = { redis: done };
  await up;
});

test.each(["b", unknownValue])(
  "rollout - revision %s: the preview says what that interrupts",
  async (revision) => {
    const before = await engine.up(token, inputs);
    expect(await engine.diff(token, before, { ...inputs, revision })).toMatchObject({
      fields: { revision: "update" },
      replaces: [],
    });
    expect(engine.messages).toEqual(["Redis restarts"]);
  },
);

test("rollout - the same revision changes and says nothing", async () => {
  const before = await engine.up(token, inputs);
  expect(await engine.read(token, before.id, before)).toEqual(before);
  expect(await engine.diff(token, before, inputs)).toMatchObject({ changes: "none" });
  expect(engine.messages).toEqual([]);
});

test("rollout - one that is not over shows as a change in the next preview, without another interruption", async () => {
  const before = await engine.up(token, inputs);
  expect(before.refreshBeforeUpdate).toBe(true);
  api.statefulSets = { redis: underWay };
  const found = await engine.read(token, before.id, before);
  expect(await engine.diff(token, found!, inputs)).toMatchObject({ fields: { revision: "update" } });
  expect(engine.messages).toEqual([]);
});

test("rollout - a StatefulSet that is gone is gone", async () => {
  const before = await engine.up(token, inputs);
  api.statefulSets = {};
  expect(await engine.read(token, before.id, before)).toBeUndefined();
});

test("rollout - a cluster that is away leaves the record as it is", async () => {
  const before = await engine.up(token, inputs);
  const away = { ...before, inputs: { ...before.inputs, kubeconfig: api.kubeconfig.replace(/:\d+/, ":1") } };
  expect(await engine.read(token, before.id, away)).toMatchObject({ inputs: { revision: "a" } });
  expect(engine.messages.join()).toContain("its live state can't be read");
});

test("rollout - a Deployment is waited for, and meanwhile the log of a pod in trouble is passed on", async () => {
  const { statefulSet: _, interruption: __, ...rest } = inputs;
  const deployment = { ...rest, deployment: "auth-service" };
  api.deployments = { "auth-service": underWay };
  const state = { waiting: { reason: "CrashLoopBackOff" } };
  const container = { name: "auth-service", image: "", imageID: "", ready: false, restartCount: 2, state };
  api.pods = [{ metadata: { name: "auth-service-x" }, status: { containerStatuses: [container] } }];
  api.log = "starting\nAUTH_ISSUER is not set";
  const up = engine.up(token, deployment);
  await expect
    .poll(() => engine.messages)
    .toEqual(["pod auth-service-x is CrashLoopBackOff; its log ends with: AUTH_ISSUER is not set"]);
  api.deployments = { "auth-service": done };
  expect((await up).id).toBe("auth-stack/auth-service");
});

test("rollout - either a StatefulSet or a Deployment has to be named", async () => {
  const { statefulSet: _, ...none } = inputs;
  for (const given of [none, { ...inputs, deployment: "auth-service" }]) {
    const { failures } = await engine.check(token, given);
    expect(failures).toEqual(["statefulSet: or deployment has to be given, and not both"]);
  }
});

test("rollout - a Pulumi that is told to stop waits for no pods", async () => {
  api.statefulSets = { redis: underWay };
  const up = engine.up(token, inputs);
  const stopped = expect(up).rejects.toThrow("Pulumi was told to stop while it waited for the pods of redis");
  await expect.poll(() => api.asked.size).toBe(1);
  await engine.cancel();
  await stopped;
});
