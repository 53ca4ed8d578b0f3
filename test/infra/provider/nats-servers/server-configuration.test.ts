import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { authstack } from "../../../../infra/provider/authstack";
import type { NatsServers } from "../../../../infra/provider/nats-servers/server";
import {
  type ServerConfigurationInputs,
  serverConfiguration,
} from "../../../../infra/provider/nats-servers/server-configuration";
import { analyticsUser, observerUser, proofsOf, type UserDefinition } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { temporaryDir } from "../../../support/servers";
import { testCall } from "../call";
import { type Recorded, startEngine, type TestEngine, unknownValue, type Wire } from "../engine";
import { startTestServers, type TestServer, type TestServers } from "./local-servers";

const finished = afterFile();
const token = "authstack:nats:ServerConfiguration";

let servers: TestServers;
let first: TestServer;
let second: TestServer;
let engine: TestEngine;

beforeAll(async () => {
  servers = await startTestServers(2, finished, few);
  [first, second] = servers.all as [TestServer, TestServer];
  const resource = serverConfiguration(async () => servers);
  engine = await startEngine(finished, { ...authstack(), resources: [resource] });
});

beforeEach(() => {
  engine.messages.length = 0;
});

/** Each of them logs in to each server, which takes its time on a busy machine: a few stand for all. */
const few: readonly UserDefinition[] = [observerUser, analyticsUser];

/** The inputs that declare these users for both servers. */
function declare(wanted = few): Wire {
  const digests = Object.fromEntries(servers.all.map((server) => [server.name, server.declare(wanted)]));
  const seeds = Object.fromEntries(wanted.map(({ name }) => [name, servers.keys.seedOf(name)]));
  return { namespace: "auth-stack", statefulSet: "nats", ca: "PEM", digests, users: proofsOf(wanted), seeds };
}

const withoutAnalytics = () => declare([observerUser]);

/** Read back, as it is before each preview and update. */
async function readBack(recorded: Recorded): Promise<Recorded> {
  const found = await engine.read(token, recorded.id, recorded);
  expect(found).toBeDefined();
  return found!;
}

test("server configuration - servers that run with it are left alone, and it is read back from then on", async () => {
  const recorded = await engine.up(token, declare());
  expect(recorded.id).toBe("auth-stack/nats");
  expect(recorded.refreshBeforeUpdate).toBe(true);
  expect(servers.all.map((server) => server.reloads())).toEqual([0, 0]);
  expect((await engine.diff(token, await readBack(recorded), declare())).changes).toBe("none");
});

test("server configuration - another one is taken over by every server", async () => {
  const recorded = await engine.up(token, declare());
  const news = withoutAnalytics();
  expect((await engine.diff(token, recorded, news)).fields).toEqual({
    digests: "update",
    users: "update",
    seeds: "update",
  });
  await engine.update(token, recorded, news);
  expect(engine.messages).toEqual(
    ["nats-0", "nats-1"].map((name) => expect.stringContaining(`${name} reloaded`)),
  );
  await engine.update(token, recorded, declare());
});

test("server configuration - a server that runs with another one is drift, and only it is reloaded", async () => {
  const news = declare();
  const recorded = await engine.up(token, news);
  withoutAnalytics();
  await second.updateFiles();
  await second.reload();
  await expect.poll(() => second.runningDigest()).not.toBe(Object(news.digests)["nats-1"]);
  const found = await readBack(recorded);
  expect((await engine.diff(token, found, news)).fields).toEqual({ digests: "update" });
  declare();
  const reloads = first.reloads();
  await engine.update(token, found, news);
  expect((await readBack(recorded)).state).toEqual(recorded.state);
  expect(first.reloads()).toBe(reloads);
});

test("server configuration - what arrives after Pulumi was told to stop is not reloaded", async () => {
  const recorded = await engine.up(token, declare());
  const stop = new AbortController();
  const held: NatsServers = {
    ...servers,
    server: (name) => ({
      ...servers.server(name),
      checkFiles: async () => {
        const found = await servers.server(name).checkFiles();
        stop.abort();
        return found;
      },
    }),
  };
  const { update } = serverConfiguration(async () => held);
  const reloads = servers.all.map((server) => server.reloads());
  const inputs = withoutAnalytics() as unknown as ServerConfigurationInputs;
  const change = { ...recorded, before: inputs, inputs, inputsOf: "program" } as const;
  await expect(update(change, { ...testCall(), signal: stop.signal })).rejects.toThrow("told to stop");
  await sleep(500);
  expect(servers.all.map((server) => server.reloads())).toEqual(reloads);
  await engine.update(token, recorded, declare());
});

test("server configuration - a server that is away is taken to be as it was, the others are still asked", async () => {
  const news = declare();
  const recorded = await engine.up(token, news);
  await second.process.stop();
  withoutAnalytics();
  await first.updateFiles();
  await first.reload();
  await expect.poll(() => first.runningDigest()).not.toBe(Object(news.digests)["nats-0"]);
  const { digests } = (await readBack(recorded)).state as { digests: Record<string, string> };
  expect(digests).toEqual({
    "nats-0": await first.runningDigest(),
    "nats-1": Object(news.digests)["nats-1"],
  });
  expect(engine.messages).toEqual([expect.stringContaining("Server nats-1 is away")]);
});

test("server configuration - a kube context that is gone does not keep anyone from declaring another", async () => {
  const kubeconfig = join(temporaryDir(), "kubeconfig");
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", contexts: [] }));
  vi.stubEnv("KUBECONFIG", kubeconfig);
  onTestFinished(() => void vi.unstubAllEnvs());
  const real = await startEngine(onTestFinished);
  const news = { ...declare(), context: "gone" };
  const recorded: Recorded = { id: "auth-stack/nats", inputs: news, state: news, refreshBeforeUpdate: true };
  expect(await real.read(token, recorded.id, recorded)).toMatchObject({ state: news });
  expect(real.messages).toEqual([expect.stringContaining('no context "gone"')]);
  await expect(real.update(token, recorded, news)).rejects.toThrow('no context "gone"');
});

test("server configuration - other servers are another resource", async () => {
  const news = declare();
  const recorded: Recorded = { id: "auth-stack/nats", inputs: news, state: news, refreshBeforeUpdate: true };
  const { replaces } = await engine.diff(token, recorded, { ...news, namespace: "other" });
  expect(replaces).toEqual(["namespace"]);
});

test("server configuration - a preview with keys that are yet to be made", async () => {
  const { inputs, failures } = await engine.check(token, { ...declare(), digests: unknownValue });
  expect(failures).toEqual([]);
  await engine.create(token, inputs, true);
});

test("server configuration - can't be imported, and a digest has to be one", async () => {
  await expect(engine.read(token, "auth-stack/nats")).rejects.toThrow(/can't be imported/);
  const { failures } = await engine.check(token, { ...declare(), digests: { "nats-0": "x" } });
  expect(failures).toHaveLength(1);
});
