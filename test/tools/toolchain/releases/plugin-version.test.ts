import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { pluginVersion } from "../../../../tools/toolchain/releases/plugin-version";
import { temporaryDir } from "../../../support/servers";
import { onNewMachine } from "./new-machine";
import { archiveOf, fileOf, startReleaseServer, writeScript } from "./release-server";

const release = fileOf("pulumi-resource-kubernetes");

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllEnvs();
});

/** What a provider of this version runs and prints: a port, at which it says its version. */
async function providerScript(version: string): Promise<string> {
  const server = new Server();
  const info = new PluginInfo();
  info.setVersion(version);
  server.addService(ResourceProviderService, {
    getPluginInfo: (_: unknown, callback: (error: null, info: PluginInfo) => void) => callback(null, info),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error ? reject(error) : resolve(bound));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
  onTestFinished(() => server.forceShutdown());
  return `echo ${port}; exec sleep 60`;
}

test.each(["4.25.0", "v4.25.0"])(
  "version of a plugin - it is asked as the engine asks: %s",
  async (version) => {
    const path = join(temporaryDir(), "plugin");
    writeScript(path, await providerScript(version));
    expect(await pluginVersion(path)).toBe(version);
  },
);

test.each(["exit 1", "echo no port", "echo 1"])(
  "version of a plugin - one that does `%s` says none",
  async (body) => {
    const path = join(temporaryDir(), "plugin");
    writeScript(path, body);
    expect(await pluginVersion(path)).toBe("");
  },
);

test("version of a plugin - one that can't be run says none", async () => {
  expect(await pluginVersion(join(temporaryDir(), "nothing"))).toBe("");
});

test("releases - the Kubernetes provider is taken in the version that it says", async () => {
  const server = await startReleaseServer();
  const script = await providerScript(release.version);
  server.publish(release, { content: await archiveOf(release, script) });
  const machine = await onNewMachine(server.url);
  await machine.ensure("pulumi-resource-kubernetes");
  expect(machine.notes).toEqual([]);
  expect(machine.text("pulumi-resource-kubernetes")).toContain(script);
});
