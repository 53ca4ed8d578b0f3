import type { Result } from "ioredis";
import { accountCounter } from "./admit-login";
import { evenWhenFull } from "./even-when-full";

/**
 * Takes back what admitting the attempt has counted. After a success the account's failures are forgotten as well and
 * the network becomes one that the user is known to use.
 */
export const settleLogin = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${accountCounter}
local now = milliseconds()
local known, network = KEYS[3], KEYS[4]
local account = accountCounter(KEYS[1], KEYS[2], known, ARGV[1], now)
local function takeBack(counter)
  if tonumber(redis.call('HGET', counter, 'failures') or 0) < 1 then return end
  redis.call('HINCRBY', counter, 'failures', -1)
  redis.call('HDEL', counter, 'blockedUntil')
end
takeBack(network)
if ARGV[2] ~= 'succeeded' then return takeBack(account) end
redis.call('DEL', account)
redis.call('ZADD', known, now + ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYRANK', known, 0, -1 - ARGV[4])
redis.call('PEXPIRE', known, ARGV[3])
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    settleLogin(
      accountKey: string,
      accountFromNetworkKey: string,
      knownNetworksKey: string,
      networkKey: string,
      network: string,
      outcome: "succeeded" | "undecided",
      knownMilliseconds: number,
      knownNetworks: number,
    ): Result<null, Context>;
  }
}
