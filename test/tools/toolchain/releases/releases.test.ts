import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { onNewMachine } from "./new-machine";
import {
  archiveOf,
  fileOf,
  pathOf,
  startReleaseServer,
  trustedIdentity,
  writeScript,
} from "./release-server";

const natsServer = fileOf("nats-server");
const { version } = natsServer;

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllEnvs();
});

test("releases - a file is taken, nothing is built, and it isn't asked for again", async () => {
  const server = await startReleaseServer();
  const content = await archiveOf(natsServer, `echo nats-server: v${natsServer.version}`);
  server.publish(natsServer, { content });
  const machine = await onNewMachine(server.url);
  expect(await machine.ensure("nats-server")).toBe("changed");
  expect(machine.text("nats-server")).toContain(`v${natsServer.version}`);
  expect(machine.reports).toEqual([`nats-server ${natsServer.version}: release file, 0.0 MB`]);
  expect(machine.notes).toEqual([]);
  expect(machine.kept()).toEqual([
    expect.stringMatching(`^nats-server-${natsServer.version}-[a-z]+-[a-z0-9]+$`),
  ]);
  expect(await machine.ensure("nats-server")).toBe("unchanged");
  expect(server.asked).toEqual([natsServer.checksums, natsServer.url].map(pathOf));
});

test("releases - a file comes over TLS, from a server that is vouched for", async () => {
  const server = await startReleaseServer(await trustedIdentity());
  server.publish(natsServer, { content: await archiveOf(natsServer, `echo ${version}`) });
  const machine = await onNewMachine(`${server.url}/`);
  await machine.ensure("nats-server");
  expect(machine.notes).toEqual([]);
  expect(machine.text("nats-server")).toContain(version);
});

test("releases - one bad file leaves the others of its host", async () => {
  const server = await startReleaseServer();
  const kubectl = fileOf("kubectl");
  server.publish(kubectl, { content: await archiveOf(kubectl, `echo Client Version: v${kubectl.version}`) });
  const machine = await onNewMachine(server.url);
  await machine.ensure("kubelet", "kubectl");
  expect(machine.notes).toEqual([expect.stringMatching(/^kubelet .* answers 404 /)]);
  expect(machine.text("kubectl")).toContain(kubectl.version);
  expect(machine.text("kubelet")).toContain("built");
});

test("releases - RELEASES=none asks nobody, and says nothing", async () => {
  const machine = await onNewMachine("none");
  await machine.ensure("nats-server");
  expect(machine.notes).toEqual([]);
  expect(machine.text("nats-server")).toContain("built");
});

test("releases - what is ours alone is built", async () => {
  const server = await startReleaseServer();
  const machine = await onNewMachine(server.url);
  await machine.ensure("pause");
  expect(machine.notes).toEqual([]);
  expect(server.asked).toEqual([]);
});

test("releases - without Go a file is taken as well", async () => {
  const server = await startReleaseServer();
  server.publish(natsServer, { content: await archiveOf(natsServer, `echo ${version}`) });
  const machine = await onNewMachine(server.url);
  writeScript(join(machine.bin, "go"), "exit 1");
  await machine.ensure("nats-server");
  expect(machine.text("nats-server")).toContain(version);
});

test("releases - without Go and without a file the error says what to install", async () => {
  const machine = await onNewMachine("none");
  writeScript(join(machine.bin, "go"), "exit 1");
  await expect(machine.ensure("nats-server")).rejects.toThrow("No Go compiler that can build the toolchain");
});

test("releases - one file has pulumi and its language host", async () => {
  const server = await startReleaseServer();
  const pulumi = fileOf("pulumi");
  server.publish(pulumi, { content: await archiveOf(pulumi, `echo v${pulumi.version}`) });
  const machine = await onNewMachine(server.url);
  await machine.ensure("pulumi", "pulumi-language-nodejs");
  expect(machine.notes).toEqual([]);
  expect(server.asked.filter((path) => path === pathOf(pulumi.url))).toHaveLength(1);
  expect(machine.text("pulumi-language-nodejs")).toContain(pulumi.version);
});
