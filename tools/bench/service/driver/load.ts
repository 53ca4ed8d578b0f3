import { setTimeout as sleep } from "node:timers/promises";
import type { Done, Load } from "./job";
import { Recorder } from "./recorder";

/** Sends one request and resolves with its answer. */
export type Send = () => Promise<unknown>;

/** Sends requests as the load says, and waits for the answers to all of them. */
export function run(load: Load, send: Send): Promise<Done> {
  return load.kind === "closed" ? closed(load, send) : open(load, send);
}

async function closed({ connections, seconds }: Load & { kind: "closed" }, send: Send): Promise<Done> {
  const recorder = new Recorder();
  await inParallel(connections, seconds, () => recorder.record(send));
  return recorder.done();
}

/** Several at once, each again and again, until the time is over. */
export async function inParallel(
  count: number,
  seconds: number,
  work: (worker: number) => Promise<unknown>,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const workers = Array.from({ length: count }, async (_, worker) => {
    while (performance.now() < end) await work(worker);
  });
  await Promise.all(workers);
}

/** A slow answer delays no later request, and what a request waits because the driver is late counts as well. */
async function open({ perSecond, seconds }: Load & { kind: "open" }, send: Send): Promise<Done> {
  const recorder = new Recorder();
  const started = performance.now();
  const pending: Promise<void>[] = [];
  while (pending.length < perSecond * seconds) {
    const due = started + (pending.length * 1000) / perSecond;
    if (due <= performance.now()) pending.push(recorder.record(send, due));
    else await sleep(1);
  }
  await Promise.all(pending);
  return recorder.done();
}
