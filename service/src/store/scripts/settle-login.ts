import type { Result } from "ioredis";
import {
  countersKept,
  knownClients,
  networkMemory,
  throttleLimits,
  undecidedShare,
} from "../throttle-limits";
import type { Relation } from "./admit-login";
import { evenWhenFull } from "./even-when-full";
import { type LoginThrottleArguments, type LoginThrottleKeys, loginCounters } from "./login-counters";

const { allowance, perAccount, most } = throttleLimits.network;

/**
 * Ends an attempt that is under way. A failure counts. A success takes back nothing else: others may share each of the
 * counters. The account is known by the network and the device from then on, and the networks' allowances grow; where
 * too many networks have accounts, those with the fewest are forgotten.
 * Leads to less memory where the attempt leaves nothing, so it may run in a full store.
 */
export const settleLogin = {
  numberOfKeys: 6,
  lua: `${evenWhenFull}${loginCounters}
local outcome, relation, device = unpack(ARGV, 6, 8)
local from = {unpack(ARGV, 9)}
local function know(name, milliseconds)
  redis.call('ZADD', known, 'GT', now + milliseconds, name)
  redis.call('ZREMRANGEBYRANK', known, 0, -1 - ${knownClients.most})
  if redis.call('PTTL', known) < milliseconds then redis.call('PEXPIRE', known, milliseconds) end
end
local function grow(network)
  if peopleOf(people, network) < ${(most - allowance) / perAccount} then
    redis.call('PFADD', people .. network, account)
  end
  redis.call('PEXPIRE', people .. network, ${networkMemory})
  redis.call('ZADD', populated, peopleOf(people, network), network)
end
local function forgetNetworks()
  local any = redis.call('ZRANDMEMBER', populated)
  if redis.call('EXISTS', people .. any) == 0 then redis.call('ZREM', populated, any) end
  for _, network in ipairs(redis.call('ZRANGE', populated, 0, -1 - ${countersKept})) do
    redis.call('DEL', people .. network)
  end
  redis.call('ZREMRANGEBYRANK', populated, 0, -1 - ${countersKept})
  redis.call('PEXPIRE', populated, ${networkMemory})
end
for _, counter in ipairs(countersOf(relation, from)) do
  finish(underWay, counter, attempt)
  if outcome == 'failed' then charge(counter, 1) end
  if outcome == 'undecided' and counter.kind == 'network' then charge(counter, ${undecidedShare}) end
end
if outcome ~= 'succeeded' then return end
know(from[1], ${knownClients.network})
if device ~= '' then
  know(device, device == client and relation == 'client' and ${knownClients.device} or ${knownClients.newDevice})
end
for _, network in ipairs(from) do grow(network) end
forgetNetworks()
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    settleLogin(
      ...parameters: [
        ...LoginThrottleKeys,
        ...LoginThrottleArguments,
        outcome: "succeeded" | "failed" | "undecided",
        relation: Relation,
        device: string,
        ...networks: string[],
      ]
    ): Result<null, Context>;
  }
}
