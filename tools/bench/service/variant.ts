import { setTimeout as sleep } from "node:timers/promises";
import { authServiceUser } from "../../../stream-config";
import { Driver } from "./driver";
import type { Load, Path } from "./driver/job";
import { p99Between, readLag } from "./lag";
import { type Measured, measure, measureLoad } from "./measure";
import type { BenchSize } from "./options";
import { type Outage, outage, type Relayed, relayBacklog } from "./outage";
import { Outbox } from "./outbox";
import { type Memory, memoryOf } from "./process-stat";
import { BenchStack, type Durability } from "./stack";

/** A load on one path, and what it cost. */
export interface LoadResult {
  readonly path: Path;
  readonly load: Load;
  readonly measured: Measured;
}

/** Everything that was measured with one setting of the servers. */
export interface Variant {
  readonly durability: Durability;
  readonly raw: Readonly<Record<"argon2" | "redis" | "jetstream", Measured>>;
  readonly loads: readonly LoadResult[];
  /** Milliseconds. */
  readonly lagP99: number;
  readonly relayed: Relayed;
  readonly outage: Outage;
  readonly memory: Readonly<Record<string, Memory>>;
}

const connections = [1, 16, 64];
const accounts = 128;

/** A backlog takes about as long to relay with either setting. */
const backlog = { "2m": 40_000, always: 10_000 } as const;

/** Measures everything once, on servers of its own. */
export async function measureVariant(durability: Durability, options: BenchSize): Promise<Variant> {
  const stack = new BenchStack(durability);
  const driver = new Driver();
  const stop = async () => {
    driver.stop();
    await stack.stop();
  };
  const variant = await measureAll(stack, driver, durability, options).finally(stop);
  stack.removeFiles();
  return variant;
}

async function measureAll(
  stack: BenchStack,
  driver: Driver,
  durability: Durability,
  options: BenchSize,
): Promise<Variant> {
  await stack.start();
  const raw = await measureRaw(stack, driver, options);
  await stack.startService();
  return { durability, raw, ...(await measureService(stack, driver, options, durability)) };
}

async function measureRaw(stack: BenchStack, driver: Driver, { seconds }: BenchSize) {
  const { redisPassword: password, nkeys } = stack.keys;
  const seed = nkeys[authServiceUser.name]?.seed ?? "";
  const job = (work: Parameters<Driver["do"]>[0]) => measure(stack.pids, driver, () => driver.do(work));
  return {
    argon2: await job({ kind: "argon2", seconds }),
    redis: await job({ kind: "redis", port: stack.redisPort, password, seconds }),
    jetstream: await job({ kind: "jetstream", url: stack.natsUrl, seed, seconds }),
  };
}

async function measureService(stack: BenchStack, driver: Driver, options: BenchSize, durability: Durability) {
  const { firstFailure } = await driver.do({ kind: "accounts", url: stack.serviceUrl, count: accounts });
  if (firstFailure !== undefined) throw new Error(firstFailure);
  const outbox = new Outbox(stack);
  const loads = await closedLoads(stack, driver, options);
  const { open, lagP99 } = await openLoads(stack, driver, options);
  const relayed = await relayBacklog(stack, outbox, backlog[durability.nats]);
  const result = await outage(stack, driver, outbox, options.outageSeconds);
  await sleep(1_000);
  const memory = Object.fromEntries(Object.entries(stack.pids).map(([name, pid]) => [name, memoryOf(pid)]));
  outbox.close();
  return { loads: [...loads, ...open], lagP99, relayed, outage: result, memory };
}

/** Each path is warmed up first: what the compiler and the caches need is no cost of a request. */
async function closedLoads(stack: BenchStack, driver: Driver, { seconds }: BenchSize) {
  const results: LoadResult[] = [];
  for (const path of ["login", "refresh", "me"] as const) {
    await driver.do({ kind: "load", path, load: { kind: "closed", connections: 16, seconds } });
    for (const each of connections) {
      const load = { kind: "closed", connections: each, seconds } as const;
      results.push({ path, load, measured: await measureLoad(stack, driver, path, load) });
    }
  }
  return results;
}

async function openLoads(stack: BenchStack, driver: Driver, { seconds }: BenchSize) {
  const run = async (path: Path, perSecond: number): Promise<LoadResult> => {
    const load = { kind: "open", perSecond, seconds: 2 * seconds } as const;
    return { path, load, measured: await measureLoad(stack, driver, path, load) };
  };
  const login = await run("login", 20);
  const me = await run("me", 1_000);
  const before = await readLag(stack);
  const refresh = await run("refresh", 500);
  return { open: [login, refresh, me], lagP99: p99Between(before, await readLag(stack)) };
}
