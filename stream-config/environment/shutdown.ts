import { toSeconds } from "../units";
import type { Env } from "./env";
import type { ConfigProblem } from "./problem";

/** For requests under way, after the delay: one may take 10 s to arrive. */
const finishingSeconds = 10;
/** Between the end of the last try to finish and the kill. */
const spareSeconds = 5;

/** How a shutdown divides its time, in seconds from SIGTERM on. */
export interface ShutdownSeconds {
  /** Until then new requests are taken. */
  readonly delay: number;
  /** What is under way then is broken off, so that nobody has to kill the process. */
  readonly deadline: number;
}

/** How long a shutdown takes at each of its stages. */
export function shutdownSeconds(env: Pick<Env, "SHUTDOWN_DELAY" | "TERMINATION_GRACE">): ShutdownSeconds {
  const deadline = toSeconds(env.TERMINATION_GRACE) - spareSeconds;
  return { delay: toSeconds(env.SHUTDOWN_DELAY), deadline };
}

/** A delay that leaves no time to finish requests would end in a kill. */
export function shutdownProblems(env: Env): ConfigProblem[] {
  const { SHUTDOWN_DELAY: value, TERMINATION_GRACE: grace } = env;
  const longest = shutdownSeconds(env).deadline - finishingSeconds;
  if (shutdownSeconds(env).delay <= longest) return [];
  const kept = finishingSeconds + spareSeconds;
  const fix = `Write ${longest}s at most: TERMINATION_GRACE is ${grace}, and its last ${kept} s are for requests under way.`;
  return [{ key: "SHUTDOWN_DELAY", value, fix }];
}
