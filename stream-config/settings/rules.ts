import type { Properties } from "./codec";
import type { Verdict } from "./verdict";

/** All settings before and after a change. */
export interface Whole {
  readonly from: Properties;
  readonly to: Properties;
}

/** A change of one setting, by what its values mean: undefined stands for "not set", and for "no limit". */
export interface Changed<Value> {
  readonly from: Value | undefined;
  readonly to: Value | undefined;
  readonly whole: Whole;
}

/** What comes of changing a value in one way; the values are there where the way says so. */
export type Say<From, To> = Verdict | ((change: { from: From; to: To; whole: Whole }) => Verdict);

/** The words for each way in which a setting can change, and which of them a change takes. */
export interface Rule<in Value> {
  readonly ways: Readonly<Record<string, Say<never, never>>>;
  wayOf(change: Changed<Value>): string;
}

/** What comes of a change. */
export function judge<Value>({ ways, wayOf }: Rule<Value>, change: Changed<Value>): Verdict {
  const say = ways[wayOf(change)];
  if (say === undefined) throw new Error(`no words for ${JSON.stringify([change.from, change.to])}`);
  return typeof say === "function" ? say(change as never) : say;
}

/** However it changes, the same comes of it. */
export function always(verdict: Verdict): Rule<unknown> {
  return { ways: { changed: verdict }, wayOf: () => "changed" };
}

/** A switch. */
export function switched(ways: { on: Say<boolean, boolean>; off: Say<boolean, boolean> }): Rule<boolean> {
  return { ways, wayOf: ({ to }) => (to === true ? "on" : "off") };
}

/** A choice of words, by the one that it becomes. */
export function chosen<Word extends string>(ways: Readonly<Record<Word, Say<Word, Word>>>): Rule<Word> {
  return { ways, wayOf: ({ to }) => String(to) };
}

/** A number, size or length of time that is a limit: where it is not set there is none. */
export function amount<Value>(
  size: (value: Value) => number,
  ways: {
    /** From no limit to one. */
    readonly set: Say<undefined, Value>;
    /** From a limit to none. */
    readonly unset: Say<Value, undefined>;
    readonly raised: Say<Value, Value>;
    readonly lowered: Say<Value, Value>;
  },
): Rule<Value> {
  const wayOf = ({ from, to }: Changed<Value>) => {
    if (from === undefined || to === undefined) return to === undefined ? "unset" : "set";
    return size(from) <= size(to) ? "raised" : "lowered";
  };
  return { ways, wayOf };
}

/** A list in which the order has no meaning; not set is a list of nothing. */
export function listed<Item>(ways: {
  readonly added: Say<readonly Item[], readonly Item[]>;
  readonly removed: Say<readonly Item[], readonly Item[]>;
  readonly exchanged: Say<readonly Item[], readonly Item[]>;
  readonly reordered: Verdict;
}): Rule<readonly Item[]> {
  const wayOf = ({ from = [], to = [] }: Changed<readonly Item[]>) => {
    const [added, removed] = [missing(to, from), missing(from, to)].map(({ length }) => length > 0);
    if (added && removed) return "exchanged";
    if (added) return "added";
    return removed ? "removed" : "reordered";
  };
  return { ways, wayOf };
}

/** The items that the other list lacks. */
export function missing<Item>(items: readonly Item[], others: readonly Item[]): Item[] {
  return items.filter((item) => !others.includes(item));
}

/** Anything else that may be there or not. */
export function optional<Value>(ways: {
  readonly set: Say<undefined, Value>;
  readonly changed: Say<Value, Value>;
  readonly unset: Say<Value, undefined>;
}): Rule<Value> {
  const wayOf = ({ from, to }: Changed<Value>) => {
    if (from === undefined) return "set";
    return to === undefined ? "unset" : "changed";
  };
  return { ways, wayOf };
}

/** A number, size or length of time that has a value even where none is said: the `usual` one, after the other settings. */
export function amountOr<Value>(
  size: (value: Value) => number,
  usual: (settings: Properties) => Value,
  ways: { readonly raised: Say<Value, Value>; readonly lowered: Say<Value, Value> },
): Rule<Value> {
  const complete = <Each extends Changed<Value>>({ from, to, whole }: Each) => ({
    from: from ?? usual(whole.from),
    to: to ?? usual(whole.to),
    whole,
  });
  const each = (say: Say<Value, Value>) => (change: Changed<Value>) =>
    typeof say === "function" ? say(complete(change)) : say;
  return {
    ways: { raised: each(ways.raised), lowered: each(ways.lowered) },
    wayOf: (change) => {
      const { from, to } = complete(change);
      return size(from) <= size(to) ? "raised" : "lowered";
    },
  };
}
