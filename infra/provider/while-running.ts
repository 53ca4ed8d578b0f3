import { setTimeout as sleep } from "node:timers/promises";
import { ProviderError } from "./errors";
import type { Call } from "./resource";

/** Throws ProviderError once the operation is over: what is still under way for it then changes nothing any more. */
export type RequireRunning = () => void;

/**
 * The outcome of work that waits for something. Throws ProviderError as soon as Pulumi is told to stop, or when the
 * operation's time is over by its `customTimeouts`: nobody waits for the rest.
 */
export async function whileRunning<Outcome>(
  { signal, deadline }: Pick<Call, "signal" | "deadline">,
  awaited: string,
  work: (requireRunning: RequireRunning) => Promise<Outcome>,
): Promise<Outcome> {
  const done = new AbortController();
  let over: ProviderError | undefined;
  const end = (error: ProviderError) => {
    over = error;
    throw error;
  };
  const ended = [stopped(signal, awaited, done.signal).catch(end)];
  if (deadline !== undefined) ended.push(late(deadline, awaited, done.signal).catch(end));
  const requireRunning = () => {
    if (over !== undefined) throw over;
  };
  return Promise.race([work(requireRunning), ...ended]).finally(() => done.abort());
}

function stopped(signal: AbortSignal, awaited: string, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(broken(`Pulumi was told to stop while it waited for ${awaited}.`));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { signal: done });
  });
}

/** Longer than a timer can be is as good as never: 24 days. */
const longestTimer = 2 ** 31 - 1;

async function late(deadline: Date, awaited: string, done: AbortSignal): Promise<never> {
  const left = Math.min(Math.max(0, deadline.getTime() - Date.now()), longestTimer);
  await sleep(left, undefined, { signal: done });
  throw broken(`The time that customTimeouts give was over while it waited for ${awaited}.`);
}

function broken(problem: string): ProviderError {
  return new ProviderError(problem, "Run Pulumi again; it takes up what was left half done.");
}
