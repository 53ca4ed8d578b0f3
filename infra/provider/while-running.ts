import { setTimeout as sleep } from "node:timers/promises";
import { ProviderError } from "./errors";
import type { Call } from "./resource";

/**
 * The outcome of work that waits for something. Throws ProviderError as soon as Pulumi is told to stop, or when the
 * operation's time is over by its `customTimeouts`: nobody waits for the rest.
 */
export async function whileRunning<Outcome>(
  { signal, deadline }: Pick<Call, "signal" | "deadline">,
  awaited: string,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const done = new AbortController();
  const ended = [stopped(signal, awaited, done.signal)];
  if (deadline !== undefined) ended.push(late(deadline, awaited, done.signal));
  return Promise.race([work(), ...ended]).finally(() => done.abort());
}

function stopped(signal: AbortSignal, awaited: string, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(broken(`Pulumi was told to stop while it waited for ${awaited}.`));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { signal: done });
  });
}

async function late(deadline: Date, awaited: string, done: AbortSignal): Promise<never> {
  await sleep(Math.max(0, deadline.getTime() - Date.now()), undefined, { signal: done });
  throw broken(`The time that customTimeouts give was over while it waited for ${awaited}.`);
}

function broken(problem: string): ProviderError {
  return new ProviderError(problem, "Run Pulumi again; it takes up what was left half done.");
}
