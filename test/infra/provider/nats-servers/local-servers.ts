import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configDigest } from "../../../../infra/nats-conf/digest";
import { UnreachableError } from "../../../../infra/provider/errors";
import { findComplaint, parseCheck } from "../../../../infra/provider/nats-servers/output";
import type { NatsServer, NatsServers } from "../../../../infra/provider/nats-servers/server";
import { renderUsers, type UserDefinition, users } from "../../../../stream-config";
import { createLocalKeys, type LocalKeys, publicKeysOf } from "../../../../tools/local/keys";
import { startNats } from "../../../../tools/local/nats";
import { freePort } from "../../../../tools/local/ports";
import type { LocalServer } from "../../../../tools/local/process";
import { toolchainBinDir } from "../../../../tools/paths";
import { type OnFinished, temporaryDir } from "../../../support/servers";

/** A real nats-server whose files arrive only when it is told to update them, as those of a pod do. */
export interface TestServer extends NatsServer {
  readonly process: LocalServer;
  /** Declares other users, or other settings; the digest that the server has once it runs with them. */
  readonly declare: (users: readonly UserDefinition[], settings?: (text: string) => string) => string;
  readonly reloads: () => number;
}

/** Servers of the contract on this machine, each on its own, with the same keys. */
export interface TestServers extends NatsServers {
  readonly keys: LocalKeys;
  readonly all: readonly TestServer[];
}

/** Starts so many servers, named nats-0, nats-1 and so on. */
export async function startTestServers(count: number, onFinished: OnFinished): Promise<TestServers> {
  const keys = createLocalKeys();
  const names = Array.from({ length: count }, (_, index) => `nats-${index}`);
  const all = await Promise.all(names.map((name) => startOne(name, keys, onFinished)));
  return {
    keys,
    all,
    settle: async () => undefined,
    existence: async () => "there",
    server: (name) => all.find((server) => server.name === name)!,
  };
}

async function startOne(name: string, keys: LocalKeys, onFinished: OnFinished): Promise<TestServer> {
  const [dir, port, monitorPort] = [temporaryDir(onFinished), await freePort(), await freePort()];
  const process = await startNats({ dir, port, monitorPort, publicKeys: publicKeysOf(keys) });
  onFinished(() => process.stop("SIGKILL"));
  const files = { settings: join(dir, "nats.conf"), users: join(dir, "accounts.conf") };
  const first = readFileSync(files.settings, "utf8");
  let declared = { settings: first, users: usersFile(users, keys) };
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
    updateFiles: async () => {
      writeFileSync(files.settings, declared.settings);
      writeFileSync(files.users, declared.users);
    },
    reload: async () => {
      reloads += 1;
      natsServer("--signal", `reload=${process.pid}`);
    },
    reloadComplaint: async () => findComplaint(readFileSync(process.log, "utf8")),
  };
}

function usersFile(wanted: readonly UserDefinition[], keys: LocalKeys): string {
  const publicKeys = publicKeysOf(keys);
  return renderUsers(wanted, Object.fromEntries(wanted.map(({ name }) => [name, publicKeys[name]!])));
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
