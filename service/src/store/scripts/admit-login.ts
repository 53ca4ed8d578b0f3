import { loginArgs, loginCounters, loginKeys } from "../lua/login-counters";
import { script } from "../script";

/** What an account has to do with who tries its password. */
export type Relation = "client" | "network" | "stranger";

/** What the script answers: who tries, or what has to wait and for how long (ms). */
export type AdmissionAnswer = ["admitted", Relation] | ["account" | "network" | "busy", number];

/**
 * Refuses the attempt while one of its counters has to wait, and says which and how long, or while as much is under way
 * as could fail. Otherwise it is under way until it is settled. May write into a full store, for without it nobody could
 * erase an account; what it writes is bounded.
 */
export const admitLogin = script(
  { name: "admitLogin", keys: loginKeys, args: loginArgs, rest: "from", whenFull: "runs" },
  `${loginCounters}
local relation = relationOf()
local counters = countersOf(relation)
local wait, waiting = longestWait(counters)
if waiting then return {waiting.kind, wait} end
for _, counter in ipairs(counters) do
  if isBusy(underWayPrefix, counter) then return {'busy', 0} end
end
for _, counter in ipairs(counters) do begin(underWayPrefix, counter, attempt) end
return {'admitted', relation}
`,
  (answer: AdmissionAnswer) => answer,
);
