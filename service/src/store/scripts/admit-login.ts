import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";
import { type LoginThrottleArguments, type LoginThrottleKeys, loginCounters } from "./login-counters";

/** What an account has to do with who tries its password. */
export type Relation = "client" | "network" | "stranger";

/**
 * Refuses the attempt while one of its counters has to wait, and says which and how long, or while as much is under way
 * as could fail. Otherwise it is under way until it is settled. May write into a full store, for without it nobody could
 * erase an account; what it writes is bounded.
 */
export const admitLogin = {
  numberOfKeys: 6,
  lua: `${evenWhenFull}${loginCounters}
local from = {unpack(ARGV, 6)}
local relation = relationOf(from)
local counters = countersOf(relation, from)
local wait, waiting = longestWait(counters)
if waiting then return {waiting.kind, wait} end
for _, counter in ipairs(counters) do
  if isBusy(underWay, counter) then return {'busy', 0} end
end
for _, counter in ipairs(counters) do begin(underWay, counter, attempt) end
return {'admitted', relation}
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    admitLogin(
      ...parameters: [...LoginThrottleKeys, ...LoginThrottleArguments, ...networks: string[]]
    ): Result<["admitted", Relation] | ["account" | "network" | "busy", number], Context>;
  }
}
