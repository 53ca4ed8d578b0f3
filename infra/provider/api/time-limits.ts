import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../resource";
import { type EndReason, explainUnsent } from "./failures";

/** What ends an operation from outside: the resource's `customTimeouts`, and a Pulumi that is told to stop. */
export type Limits = Pick<Call, "signal" | "deadline">;

/** Nothing does. */
export const noLimits: Limits = { signal: new AbortController().signal, deadline: undefined };

/** Milliseconds that a timer can take, 24 days. */
const longestTimer = 2 ** 31 - 1;

/** A call of the API and what ends it. */
export interface Limited {
  readonly call: string;
  readonly limits: Limits;
}

/**
 * Milliseconds that the call may take: the usual ones, but no more than the operation has left. Throws ProviderError when
 * it is not to be sent any more.
 */
export function timeFor(limited: Limited, usual: number): number {
  requireRunning(limited);
  const { deadline } = limited.limits;
  if (deadline === undefined) return usual;
  const left = deadline.getTime() - Date.now();
  if (left <= 0) throw explainUnsent("late", limited.call);
  return Math.min(usual, left, longestTimer);
}

/** Whether the operation's time is over. */
export function isOver({ limits: { deadline } }: Limited): boolean {
  return deadline !== undefined && deadline.getTime() <= Date.now();
}

/** Throws ProviderError when Pulumi was told to stop. */
export function requireRunning({ call, limits }: Limited): void {
  if (limits.signal.aborted) throw explainUnsent("stopped", call);
}

/** Does something when the operation has to end, and passes on why; not before, and not after `cancel`. */
export function whenEnded(
  { signal, deadline }: Limits,
  act: (reason: EndReason) => void,
): { readonly cancel: () => void } {
  const stop = () => act("stopped");
  const left = deadline && Math.max(0, Math.min(deadline.getTime() - Date.now(), longestTimer));
  const timer = left === undefined ? undefined : setTimeout(() => act("late"), left);
  signal.addEventListener("abort", stop);
  return {
    cancel: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}

/** Waits for what the call needs before it can be sent. Throws ProviderError when it is not to be sent any more. */
export async function awaitFor<Needed>(limited: Limited, needed: Promise<Needed>): Promise<Needed> {
  requireRunning(limited);
  let end = { cancel: () => {} };
  const ended = new Promise<never>((_, reject) => {
    end = whenEnded(limited.limits, (reason) => reject(explainUnsent(reason, limited.call)));
  });
  return Promise.race([needed, ended]).finally(end.cancel);
}

/** Waits before the call is made again. Throws ProviderError when it is not to be. */
export async function pauseBefore({ call, limits }: Limited, milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { signal: limits.signal }).catch(() => {
    throw explainUnsent("stopped", call);
  });
}
