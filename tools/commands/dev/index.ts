import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { streamAdminUser } from "../../../stream-config";
import { withLock } from "../../lib/lock";
import { main } from "../../lib/main";
import { publicKeysOf } from "../../local/keys";
import { startNats } from "../../local/nats";
import type { LocalServer } from "../../local/process";
import { startRedis } from "../../local/redis";
import { declareStreams } from "../../local/streams";
import { install, servers } from "../../toolchain/requirements";
import { connectAs } from "./connect";
import { devDir } from "./dir";
import { renderGuide } from "./guide";
import { forgetProcesses, recordProcesses, stopLeftovers } from "./leftovers";
import { type Ports, readPorts, requireFree } from "./ports";
import { ensureKeys } from "./secrets";
import { startService, waitUntilReady } from "./service";

/** nats-server, Redis and the service as local processes, until Ctrl-C. */
main(async () => {
  const ports = readPorts(process.env);
  await install(servers, console.log);
  await withLock("dev", "running `make dev`", console.log, () => runStack(devDir, ports));
});

async function runStack(dir: string, ports: Ports): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await stopLeftovers(dir);
  await requireFree(ports);
  const interrupted = untilInterrupted();
  const servers = await startServers(dir, ports);
  try {
    recordProcesses(dir, servers);
    await declare(dir, ports);
    await runService(dir, ports, servers, interrupted);
  } finally {
    await stopAll(servers);
    forgetProcesses(dir);
  }
}

async function startServers(dir: string, ports: Ports): Promise<readonly LocalServer[]> {
  const keys = ensureKeys(dir);
  const started = await Promise.allSettled([
    startNats({
      dir: join(dir, "nats"),
      port: ports.NATS_PORT,
      monitorPort: ports.NATS_MONITOR_PORT,
      publicKeys: publicKeysOf(keys),
    }),
    startRedis({ dir: join(dir, "redis"), port: ports.REDIS_PORT, password: keys.redisPassword }),
  ]);
  const servers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failure = started.find((result) => result.status === "rejected");
  if (failure === undefined) return servers;
  await stopAll(servers);
  throw failure.reason;
}

async function stopAll(servers: readonly LocalServer[]): Promise<void> {
  await Promise.all(servers.map(({ stop }) => stop()));
}

async function declare(dir: string, ports: Ports): Promise<void> {
  const connection = await connectAs(streamAdminUser, dir, ports);
  await declareStreams(connection);
  await connection.close();
}

async function runService(
  dir: string,
  ports: Ports,
  servers: readonly LocalServer[],
  interrupted: Promise<"interrupted">,
): Promise<void> {
  const service = startService(dir, ports);
  try {
    recordProcesses(dir, [...servers, service]);
    if ((await Promise.race([waitUntilReady(ports), interrupted])) === "interrupted") return;
    console.log(renderGuide(dir, ports, performance.now() / 1000));
    await Promise.race([interrupted, service.ended]);
  } finally {
    await service.stop();
  }
}

function untilInterrupted(): Promise<"interrupted"> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => resolve("interrupted"));
    }
  });
}
