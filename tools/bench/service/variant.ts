import { setTimeout as sleep } from "node:timers/promises";
import { authServiceUser } from "../../../stream-config";
import { Driver } from "./driver";
import type { Job, Load, Path } from "./driver/job";
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

/** How fast events were relayed, as a part of how fast they are published without the service. */
export function ofPublishing({ jetstream, relayed }: { jetstream: Measured; relayed: Relayed }): number {
  return (relayed.perSecond * jetstream.seconds) / jetstream.count;
}

/** A backlog takes about as long to relay with either setting. */
const backlog = { "2m": 40_000, always: 10_000 } as const;

/** How often publishing and relaying are measured by turns, because a machine's speed changes from minute to minute. */
const relayRounds = 3;

/** Measures everything, on servers of its own. */
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
  const { redisPort: port, keys } = stack;
  const { seconds } = options;
  const argon2 = await measureJob(stack, driver, { kind: "argon2", seconds });
  const redis = await measureJob(stack, driver, {
    kind: "redis",
    port,
    password: keys.redisPassword,
    seconds,
  });
  await stack.startService();
  const { jetstream, ...service } = await measureService(stack, driver, options, durability);
  return { durability, raw: { argon2, redis, jetstream }, ...service };
}

function measureJob(stack: BenchStack, driver: Driver, job: Job): Promise<Measured> {
  return measure(stack.pids, driver, () => driver.do(job));
}

async function measureService(stack: BenchStack, driver: Driver, options: BenchSize, durability: Durability) {
  const { firstFailure } = await driver.do({ kind: "accounts", url: stack.serviceUrl, count: accounts });
  if (firstFailure !== undefined) throw new Error(firstFailure);
  const outbox = new Outbox(stack);
  const loads = await closedLoads(stack, driver, options);
  const { open, lagP99 } = await openLoads(stack, driver, options);
  const { jetstream, relayed } = await relayByTurns(stack, driver, outbox, options, durability);
  const result = await outage(stack, driver, outbox, options.outageSeconds);
  await sleep(1_000);
  const memory = Object.fromEntries(Object.entries(stack.pids).map(([name, pid]) => [name, memoryOf(pid)]));
  outbox.close();
  return { loads: [...loads, ...open], lagP99, jetstream, relayed, outage: result, memory };
}

/** Publishing without the service and relaying by turns; the round in the middle counts. */
async function relayByTurns(
  stack: BenchStack,
  driver: Driver,
  outbox: Outbox,
  { seconds }: BenchSize,
  { nats }: Durability,
) {
  const seed = stack.keys.nkeys[authServiceUser.name]?.seed ?? "";
  const rounds: { readonly jetstream: Measured; readonly relayed: Relayed }[] = [];
  while (rounds.length < relayRounds) {
    const jetstream = await measureJob(stack, driver, {
      kind: "jetstream",
      url: stack.natsUrl,
      seed,
      seconds,
    });
    rounds.push({ jetstream, relayed: await relayBacklog(stack, outbox, backlog[nats]) });
  }
  rounds.sort((a, b) => ofPublishing(a) - ofPublishing(b));
  const middle = rounds[Math.floor(relayRounds / 2)];
  if (middle === undefined) throw new Error("Relaying was not measured");
  return middle;
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
