/** What a change does to the running system, worst first. */
export const changeClasses = [
  "invalid",
  "refused",
  "breaking",
  "unexplained",
  "losesData",
  "replacement",
  "exposesPersonalData",
  "widens",
  "weakens",
  "narrows",
  "safe",
] as const;

export type ChangeClass = (typeof changeClasses)[number];

/** What a whole review comes to: nothing changes, nothing risky, something risky, something that can't go in as it is. */
export const verdicts = ["unchanged", "safe", "risky", "refused"] as const;

export type Verdict = (typeof verdicts)[number];

/** The heading of a class in a report. */
export const classTitles: Readonly<Record<ChangeClass, string>> = {
  invalid: "Can't be deployed",
  refused: "Refused by the server",
  breaking: "Breaks clients",
  unexplained: "Rights without a grant",
  losesData: "Loses data",
  replacement: "Deletes and creates again",
  exposesPersonalData: "Exposes personal data",
  widens: "Widens rights",
  weakens: "Weakens the service",
  narrows: "Narrows rights",
  safe: "Safe",
};

const verdictOfClass: Readonly<Record<ChangeClass, Verdict>> = {
  invalid: "refused",
  refused: "refused",
  breaking: "refused",
  unexplained: "risky",
  losesData: "risky",
  replacement: "risky",
  exposesPersonalData: "risky",
  widens: "risky",
  weakens: "risky",
  narrows: "safe",
  safe: "safe",
};

/** The verdict of the worst class. */
export function verdictOf(classes: readonly ChangeClass[]): Verdict {
  const worst = changeClasses.find((name) => classes.includes(name));
  return worst === undefined ? "unchanged" : verdictOfClass[worst];
}
