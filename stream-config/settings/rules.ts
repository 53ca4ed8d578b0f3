import type { Properties } from "./codec";
import { losesData, refused, safe, type Verdict } from "./verdict";

/** All settings before and after a change. */
export interface Whole {
  readonly from: Properties;
  readonly to: Properties;
}

/** Judges a change of one setting; undefined stands for "not set". */
export type Rule<Value> = (from: Value | undefined, to: Value | undefined, whole: Whole) => Verdict;

/** Every change has the same effect. */
export function always(verdict: Verdict): Rule<unknown> {
  return () => verdict;
}

/** A switch that can be turned on only. */
export function oneWay(on: string): Rule<boolean> {
  return (_, to) => (to === true ? safe(on) : refused("this can't be undone"));
}

/** A lower limit deletes what is above it, a higher one brings nothing back. Not set means no limit. */
export function lowered<Value>(
  amount: (value: Value) => number,
  reason: (to: Value) => string,
  otherwise: Verdict,
): Rule<Value> {
  return (from, to) => {
    if (to === undefined || (from !== undefined && amount(from) <= amount(to))) return otherwise;
    return losesData(reason(to));
  };
}
