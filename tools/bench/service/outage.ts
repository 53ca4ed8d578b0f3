import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { keys } from "../../../service/src/store/keys";
import type { OutboxEntry } from "../../../service/src/store/outbox-entry";
import type { Driver } from "./driver";
import type { Outbox } from "./outbox";
import { sampleEvent } from "./sample-events";
import type { BenchStack } from "./stack";

const users = 256;
const requestsPerSecond = 100;

/** A backlog that was relayed with nothing else to do, from the first event to the last. */
export interface Relayed {
  readonly events: number;
  readonly perSecond: number;
}

/** Fills the outbox while NATS is away, and measures how fast the relay empties it. */
export async function relayBacklog(stack: BenchStack, outbox: Outbox, events: number): Promise<Relayed> {
  await stack.stopNats();
  await fill(outbox, events);
  await stack.startNats();
  while ((await outbox.length()) === events) await sleep(5);
  const started = performance.now();
  const first = await outbox.length();
  await outbox.isEmpty();
  const seconds = (performance.now() - started) / 1000;
  return { events, perSecond: first / seconds };
}

async function fill({ redis }: Outbox, events: number): Promise<void> {
  const ids = Array.from({ length: users }, () => randomUUID());
  for (let written = 0; written < events; written += users) {
    const entries = await Promise.all(ids.slice(0, events - written).map(sampleEvent));
    await Promise.all(entries.map((entry) => redis.xadd(keys.outbox, "*", ...fieldsOf(entry))));
  }
}

function fieldsOf(entry: OutboxEntry): string[] {
  return Object.entries(entry).flat();
}

/** NATS was away for a while, and what had piled up was published after it came back, requests going on all the time. */
export interface Outage {
  readonly seconds: number;
  /** Events that had piled up. */
  readonly waiting: number;
  readonly drainedSeconds: number;
  readonly failures: number;
}

/** Takes NATS away and back while the service gets 100 refreshes a second. */
export async function outage(
  stack: BenchStack,
  driver: Driver,
  outbox: Outbox,
  seconds: number,
): Promise<Outage> {
  await stack.stopNats();
  const away = await refreshes(driver, seconds);
  const waiting = await outbox.length();
  const goingOn = refreshes(driver, 10 + seconds / 20);
  const started = performance.now();
  await stack.startNats();
  // What one second brings is not a backlog.
  while ((await outbox.length()) > requestsPerSecond) await sleep(20);
  const drainedSeconds = (performance.now() - started) / 1000;
  const failures = away.failures + (await goingOn).failures;
  return { seconds, waiting, drainedSeconds, failures };
}

function refreshes(driver: Driver, seconds: number) {
  const load = { kind: "open", perSecond: requestsPerSecond, seconds } as const;
  return driver.do({ kind: "load", path: "refresh", load });
}
