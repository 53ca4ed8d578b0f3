import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";

/**
 * Lua: which counter an attempt on an account goes to. Networks that the account's user has logged in from have one
 * each, so that guesses from elsewhere don't keep the user out; nor do they wait for others of their network.
 */
export const accountCounter = `
local function accountCounter(shared, own, known, network, now)
  local until_ = redis.call('ZSCORE', known, network)
  return until_ and tonumber(until_) > now and own or shared
end
local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;

/**
 * Refuses the attempt while its account or its network has to wait, and says how long. Otherwise counts it as failed,
 * before its password is looked at: attempts that run at the same time can't all pass a count that is taken after.
 */
export const admitLogin = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${accountCounter}
local now = milliseconds()
local account, network = accountCounter(KEYS[1], KEYS[2], KEYS[3], ARGV[1], now), KEYS[4]
local function wait(counter)
  return math.max(0, tonumber(redis.call('HGET', counter, 'blockedUntil') or 0) - now)
end
local function count(counter, allowance, longest)
  local excess = redis.call('HINCRBY', counter, 'failures', 1) - tonumber(allowance)
  if excess >= 0 then
    redis.call('HSET', counter, 'blockedUntil', now + math.min(tonumber(longest), 1000 * 2 ^ excess))
  end
end
local isKnown = account == KEYS[2]
local accountWait, networkWait = wait(account), isKnown and 0 or wait(network)
if accountWait > 0 and accountWait >= networkWait then return {'account', accountWait} end
if networkWait > 0 then return {'network', networkWait} end
count(account, ARGV[2], ARGV[3])
redis.call('PEXPIRE', account, ARGV[6])
count(network, ARGV[4], ARGV[5])
if redis.call('PTTL', network) < 0 then redis.call('PEXPIRE', network, ARGV[6]) end
return {'admitted', 0}
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    admitLogin(
      accountKey: string,
      accountFromNetworkKey: string,
      knownNetworksKey: string,
      networkKey: string,
      network: string,
      accountAllowance: number,
      accountLongestMilliseconds: number,
      networkAllowance: number,
      networkLongestMilliseconds: number,
      memoryMilliseconds: number,
    ): Result<["admitted" | "account" | "network", number], Context>;
  }
}
