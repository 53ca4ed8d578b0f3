import type { Verdict } from "../../../stream-config/review";
import type { ReviewOptions } from "./args";

/** The exit status of a verdict: 4 refused or breaking, 3 risky, and 0 below the threshold. */
export function statusOf(verdict: Verdict, failOn: ReviewOptions["failOn"]): number {
  if (verdict === "refused" && failOn !== "never") return 4;
  return verdict === "risky" && failOn === "risky" ? 3 : 0;
}
