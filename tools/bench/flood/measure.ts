import { setTimeout as sleep } from "node:timers/promises";
import { isServiceReady } from "../../local/service";
import { memoryOf } from "../service/process-stat";
import type { BenchStack } from "../service/stack";
import { flood } from "./flood";
import type { Flood, Flooded } from "./job";

/** What a flood did to a service. */
export interface Survived extends Flooded {
  /** What others got meanwhile, who send one request a second on each of their connections. */
  readonly others: Flooded;
  /** The service's largest resident set, MiB. */
  readonly peak: number;
  /** Seconds from the end of the flood until the service answered a request that it has to ask Redis for. */
  readonly recoveredSeconds: number;
}

const others = { connections: 50, perSecond: 1 } as const;

/** Redis stands still for a while in the middle. */
export interface Pause {
  readonly afterSeconds: number;
  readonly seconds: number;
}

/** Floods a stack's service and looks how it is afterwards. Throws when the process ends, or never answers again. */
export async function survive(
  stack: BenchStack,
  load: Omit<Flood, "port">,
  pause?: Pause,
): Promise<Survived> {
  const { service = 0, redis = 0 } = stack.pids;
  const port = Number(new URL(stack.serviceUrl).port);
  const [flooded, theirs] = await Promise.all([
    flood({ ...load, port }),
    flood({ ...others, seconds: load.seconds, port }),
    pause && standStill(redis, pause),
  ]);
  const ended = performance.now();
  await answers(stack, service);
  const recoveredSeconds = (performance.now() - ended) / 1000;
  return { ...flooded, others: theirs, peak: memoryOf(service).peak, recoveredSeconds };
}

async function standStill(pid: number, { afterSeconds, seconds }: Pause): Promise<void> {
  await sleep(afterSeconds * 1000);
  process.kill(pid, "SIGSTOP");
  await sleep(seconds * 1000);
  process.kill(pid, "SIGCONT");
}

async function answers(stack: BenchStack, pid: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!((await isServiceReady(stack.adminUrl)) && (await isAnswered(stack.serviceUrl)))) {
    process.kill(pid, 0);
    if (performance.now() > deadline) throw new Error("The service answers no more");
    await sleep(50);
  }
}

async function isAnswered(serviceUrl: string): Promise<boolean> {
  const body = JSON.stringify({ email: "nobody@example.com", password: "password123" });
  const headers = { "content-type": "application/json" };
  const url = `${serviceUrl}/auth/login`;
  const response = await fetch(url, { method: "POST", headers, body }).catch(() => undefined);
  return response?.status === 401 || response?.status === 429;
}

/** What came of a flood in one line. */
export function describeSurvival(title: string, survived: Survived): string {
  const { peak, recoveredSeconds } = survived;
  return (
    `${title}: ${describe(survived)}; others: ${describe(survived.others)}; ` +
    `${peak.toFixed(0)} MiB at most; recovered in ${recoveredSeconds.toFixed(1)} s`
  );
}

function describe({ sent, answers, closed, p50, p99 }: Flooded): string {
  const counts = Object.entries(answers).map(([status, count]) => `${count} × ${status}`);
  const latency = `accepted p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
  return `${sent} sent, ${counts.join(", ")}, ${closed} connections closed, ${latency}`;
}
