import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createUser, fromSeed } from "@nats-io/nkeys";
import { vi } from "vitest";
import { configDigest } from "../../../../infra/nats-conf/digest";
import { UnreachableError } from "../../../../infra/provider/errors";
import { connectTo } from "../../../../infra/provider/nats-servers/client-port";
import { findComplaint, parseCheck } from "../../../../infra/provider/nats-servers/output";
import { proveUser } from "../../../../infra/provider/nats-servers/rights/prove";
import type { NatsServer, NatsServers } from "../../../../infra/provider/nats-servers/server";
import {
  observerUser,
  proofOf,
  renderServer,
  renderUsers,
  type UserDefinition,
  users,
} from "../../../../stream-config";
import { toolchainBinDir } from "../../../../tools/lib/paths";
import { freePort, listens } from "../../../../tools/local/ports";
import { type LocalServer, startServer } from "../../../../tools/local/process";
import { type OnFinished, temporaryDir } from "../../../support/servers";

/** A real nats-server whose files arrive only when it is told to update them, as those of a pod do. */
export interface TestServer extends NatsServer {
  readonly process: LocalServer;
  /** Declares other users, or other settings; the digest that the server has once it runs with them. */
  readonly declare: (users: readonly UserDefinition[], settings?: (text: string) => string) => string;
  readonly reloads: () => number;
}

/** Servers of the contract on this machine, with the same keys. */
export interface TestServers extends NatsServers {
  readonly keys: TestKeys;
  readonly all: readonly TestServer[];
}

/** Keys of users by name; of one who has none yet a key is made. */
export interface TestKeys {
  readonly seedOf: (name: string) => string;
  readonly publicKeysOf: (users: readonly UserDefinition[]) => Record<string, string>;
  /** Gives the user another key. */
  readonly renew: (name: string) => void;
}

/** Starts so many servers, named nats-0, nats-1 and so on, each on its own, with the contract's users or these. */
export function startTestServers(
  count: number,
  onFinished: OnFinished,
  first: readonly UserDefinition[] = users,
): Promise<TestServers> {
  const alone = Array.from({ length: count }, () => "");
  return startServers(alone, first, onFinished);
}

/** Starts three servers as one cluster, and answers when JetStream has a leader. */
export async function startTestCluster(onFinished: OnFinished): Promise<TestServers> {
  const ports = [await freePort(), await freePort(), await freePort()];
  const routes = ports.map((port) => `    "nats://127.0.0.1:${port}"\n`).join("");
  const cluster = (port: number) =>
    `cluster {\n  name: test\n  listen: "127.0.0.1:${port}"\n  routes: [\n${routes}  ]\n}\n`;
  const servers = await startServers(ports.map(cluster), users, onFinished);
  await vi.waitUntil(() => hasLeader(servers), { timeout: 60_000, interval: 250 });
  return servers;
}

async function hasLeader(servers: TestServers): Promise<boolean> {
  const seed = servers.keys.seedOf("observer");
  const user = { name: "observer", seed, proof: proofOf(observerUser) };
  const findings = await Promise.all(servers.all.map((server) => proveUser(server, user, "jetstream")));
  return findings.flat().length === 0;
}

async function startServers(
  clusters: readonly string[],
  first: readonly UserDefinition[],
  onFinished: OnFinished,
): Promise<TestServers> {
  const keys = createTestKeys();
  const all = await Promise.all(
    clusters.map((cluster, index) => startOne({ name: `nats-${index}`, cluster, first }, keys, onFinished)),
  );
  return {
    keys,
    all,
    settle: async () => undefined,
    existence: async () => "there",
    server: (name) => all.find((server) => server.name === name)!,
  };
}

function createTestKeys(): TestKeys {
  const seeds = new Map<string, string>();
  const renew = (name: string) => void seeds.set(name, new TextDecoder().decode(createUser().getSeed()));
  const seedOf = (name: string) => {
    if (!seeds.has(name)) renew(name);
    return seeds.get(name)!;
  };
  const publicKey = (name: string) => fromSeed(new TextEncoder().encode(seedOf(name))).getPublicKey();
  return {
    seedOf,
    renew,
    publicKeysOf: (wanted) => Object.fromEntries(wanted.map(({ name }) => [name, publicKey(name)])),
  };
}

interface Started {
  readonly name: string;
  /** The settings that make it part of a cluster; empty when it is alone. */
  readonly cluster: string;
  readonly first: readonly UserDefinition[];
}

async function startOne(
  { name, cluster, first: firstUsers }: Started,
  keys: TestKeys,
  onFinished: OnFinished,
): Promise<TestServer> {
  const [dir, port, monitorPort] = [temporaryDir(onFinished), await freePort(), await freePort()];
  const files = { settings: join(dir, "nats.conf"), users: join(dir, "accounts.conf") };
  const first = cluster + renderSettings({ name, dir, port, monitorPort });
  let declared = { settings: first, users: usersFile(firstUsers, keys) };
  const write = () => {
    writeFileSync(files.settings, declared.settings);
    writeFileSync(files.users, declared.users);
  };
  write();
  const process = await startServer({
    command: join(toolchainBinDir, "nats-server"),
    args: ["-c", files.settings],
    log: join(dir, "nats.log"),
    url: `nats://127.0.0.1:${port}`,
    ready: () => listens(port),
  });
  onFinished(() => process.stop("SIGKILL"));
  let reloads = 0;
  return {
    name,
    process,
    reloads: () => reloads,
    declare: (wanted, change = (text) => text) => {
      declared = { settings: change(first), users: usersFile(wanted, keys) };
      return configDigest({ ...declared, environment: {} });
    },
    runningDigest: () => readDigest(name, monitorPort),
    checkFiles: async () => parseCheck(natsServer("-t", "-c", files.settings)),
    updateFiles: async () => write(),
    reload: async () => {
      reloads += 1;
      natsServer("--signal", `reload=${process.pid}`);
    },
    reloadComplaint: async () => findComplaint(readFileSync(process.log, "utf8")),
    connectAs: (user) => connectTo(process.url, user),
  };
}

function renderSettings(server: { name: string; dir: string; port: number; monitorPort: number }): string {
  return renderServer({
    name: server.name,
    listen: `127.0.0.1:${server.port}`,
    monitor: `127.0.0.1:${server.monitorPort}`,
    storeDir: join(server.dir, "data"),
    sync: "always",
    usersFile: "accounts.conf",
  });
}

function usersFile(wanted: readonly UserDefinition[], keys: TestKeys): string {
  return renderUsers(wanted, keys.publicKeysOf(wanted));
}

function natsServer(...args: string[]): string {
  const { stdout, stderr } = spawnSync(join(toolchainBinDir, "nats-server"), args, { encoding: "utf8" });
  return stdout + stderr;
}

async function readDigest(name: string, port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/varz`).catch((error: unknown) => {
    throw new UnreachableError(`Server ${name} is away.`, "Start it.", { cause: error });
  });
  const varz = (await answer.json()) as { config_digest: string };
  return varz.config_digest;
}
