import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { afterFile } from "../../../support/after-file";
import { startTestNats, type TestNats, temporaryDir } from "../../../support/servers";
import { startEngine, type TestEngine, type Wire } from "../engine";
import { type ForwardingApi, startForwardingApi } from "./kubernetes-api";

const finished = afterFile();
const token = "authstack:jetstream:Stream";
const inputs = { name: "auth-events", subjects: ["auth.user.*"] };

let nats: TestNats;
let api: ForwardingApi;
let config: Wire;
let engine: TestEngine;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  api = await startForwardingApi(Number(new URL(nats.url).port), finished);
  const kubeconfig = join(temporaryDir(finished), "kubeconfig");
  const cluster = { server: api.url, "insecure-skip-tls-verify": true };
  const named = { name: "test", cluster, user: {} };
  const contexts = [{ name: "test", context: { cluster: "test", user: "test" } }];
  const file = { clusters: [named], users: [named], contexts, "current-context": "test" };
  writeFileSync(kubeconfig, JSON.stringify(file));
  const seed = nats.keys.nkeys["stream-admin"]!.seed;
  config = { portForward: { namespace: "auth-stack", kubeconfig }, seed };
});

beforeEach(async () => {
  const admin = await nats.connectAs("stream-admin");
  await admin.request("AUTHJS.STREAM.DELETE.auth-events");
  Object.assign(api, { ready: true, breaks: undefined });
  engine = await startEngine(onTestFinished);
  await engine.configure(config);
});

async function streams(): Promise<number> {
  const admin = await nats.connectAs("stream-admin");
  return (await admin.request("AUTHJS.INFO")).json<{ streams: number }>().streams;
}

test("port-forward - leads to a ready pod of the Service", async () => {
  expect((await engine.up(token, inputs)).state).toMatchObject(inputs);
});

test("port-forward - one that drops during a read is opened again, and the read is made once more", async () => {
  api.breaks = { at: "STREAM.INFO", when: "before", times: 1 };
  const before = api.forwards();
  expect((await engine.up(token, inputs)).state).toMatchObject(inputs);
  expect(api.forwards() - before).toBe(2);
  expect(await streams()).toBe(1);
});

test("port-forward - one that drops before a change is through is one clear error: a change is sent once", async () => {
  api.breaks = { at: "STREAM.CREATE", when: "before", times: 1 };
  await expect(engine.up(token, inputs)).rejects.toThrow("The change was sent once and not again");
  expect(await streams()).toBe(0);
  expect((await engine.up(token, inputs)).state).toMatchObject(inputs);
});

test("port-forward - one that drops after a change is through is one clear error, and the next up adopts it", async () => {
  api.breaks = { at: "STREAM.CREATE", when: "after", times: 1 };
  await expect(engine.up(token, inputs)).rejects.toThrow(
    /connection to NATS dropped during AUTHJS.STREAM.CREATE.auth-events[\s\S]*goes by what is live/,
  );
  await expect.poll(streams).toBe(1);
  const created = await engine.up(token, { ...inputs, description: "declared meanwhile" });
  expect(created.state).toMatchObject({ description: "declared meanwhile" });
  expect(await streams()).toBe(1);
});

test("port-forward - one that drops during an update changes nothing by half, and a retry works", async () => {
  const before = await engine.up(token, inputs);
  api.breaks = { at: "STREAM.UPDATE", when: "before", times: 1 };
  const wanted = (await engine.check(token, { ...inputs, maxMessages: 10 }, before.inputs)).inputs;
  await expect(engine.update(token, before, wanted)).rejects.toThrow("dropped during AUTHJS.STREAM.UPDATE");
  expect(await engine.read(token, before.id, before)).toEqual(before);
  expect((await engine.update(token, before, wanted)).state).toMatchObject({ maxMessages: 10 });
});

test("port-forward - without a ready pod it says so", async () => {
  api.ready = false;
  await expect(engine.up(token, inputs)).rejects.toThrow(
    /port-forward to Service nats in namespace auth-stack failed: No ready pods[\s\S]*with a ready pod/,
  );
});
