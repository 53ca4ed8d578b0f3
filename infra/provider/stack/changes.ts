import { type Rule, rules, type SettingKey, type Settings, type Verdict } from "./rules";

/** A setting that is to be another, and what its rule makes of that. */
export interface SettingChange {
  readonly key: SettingKey;
  readonly before: string | number;
  readonly after: string | number;
  readonly holder: Rule["holder"];
  readonly verdict: Verdict;
}

/** Every change that has a rule. A setting that one side does not know has not changed. */
export function settingChanges(before: Settings, after: Settings): SettingChange[] {
  return settingKeys.flatMap((key) => {
    const [was, is] = [before[key], after[key]];
    if (was === undefined || is === undefined || was === is) return [];
    const rule: Rule = rules[key];
    const verdict = verdictOn(rule, was, is);
    return verdict === undefined ? [] : [{ key, before: was, after: is, holder: rule.holder, verdict }];
  });
}

/** The keys in the order of the table. */
export const settingKeys = Object.keys(rules) as readonly SettingKey[];

function verdictOn(rule: Rule, was: string | number, is: string | number): Verdict | undefined {
  const direction = typeof was === "number" && typeof is === "number" && is < was ? "lowered" : "raised";
  return rule[direction] ?? rule.changed;
}

/** The sentences that tell of the change: what would happen and what to do instead, or what happens. */
export function describeChange({ key, before, after, verdict }: SettingChange): string {
  const change = `auth-stack:${key} ${quote(before)} -> ${quote(after)}`;
  if (verdict.kind === "told") return `${change}: ${verdict.what}`;
  return `${change} is refused. ${verdict.why} ${verdict.instead} Set it back to ${quote(before)}.`;
}

function quote(value: string | number): string {
  return value === "" ? "the cluster's default" : String(value);
}
