import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../resource";
import { explainLate, explainStopped } from "./failures";

/** What ends an operation from outside: the resource's `customTimeouts`, and a Pulumi that is told to stop. */
export type Limits = Pick<Call, "signal" | "deadline">;

/** Nothing does. */
export const noLimits: Limits = { signal: new AbortController().signal, deadline: undefined };

/** A call of the API and what ends it. */
interface Limited {
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
  if (left <= 0) throw explainLate(limited.call);
  return Math.min(usual, left);
}

/** Throws ProviderError when Pulumi was told to stop. */
export function requireRunning({ call, limits }: Limited): void {
  if (limits.signal.aborted) throw explainStopped(call);
}

/** Waits for what the call needs before it can be sent. Throws ProviderError when it is not to be sent any more. */
export async function awaitFor<Needed>(limited: Limited, needed: Promise<Needed>): Promise<Needed> {
  requireRunning(limited);
  const { signal, deadline } = limited.limits;
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const left = deadline === undefined ? undefined : deadline.getTime() - Date.now();
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(explainStopped(limited.call)), { signal: done.signal });
    if (left === undefined) return;
    sleep(left, undefined, { signal: either }).then(
      () => reject(explainLate(limited.call)),
      () => undefined,
    );
  });
  return Promise.race([needed, ended]).finally(() => done.abort());
}

/** Waits before the call is made again. Throws ProviderError when it is not to be. */
export async function pauseBefore({ call, limits }: Limited, milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { signal: limits.signal }).catch(() => {
    throw explainStopped(call);
  });
}
