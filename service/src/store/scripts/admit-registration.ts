import type { Result } from "ioredis";
import { throttleCounters } from "./throttle-counters";

/** A limit of networks as arguments: allowance, growth per account, most, memory and longest wait (ms). */
export type NetworkLimitArguments = [number, number, number, number, number];

/**
 * Counts a registration that is tried, and whether its address is taken, for each of its networks; refuses it while one
 * of them has to wait for either, so that a refusal tells nothing about the address.
 */
export const admitRegistration = {
  numberOfKeys: 3,
  lua: `${throttleCounters}
local networks, email = {KEYS[1], KEYS[2]}, KEYS[3]
local function limitFrom(first)
  local allowance, perAccount, most, memory, longest = unpack(ARGV, first)
  return {allowance = tonumber(allowance), perAccount = tonumber(perAccount), most = tonumber(most),
    memory = tonumber(memory), longest = tonumber(longest)}
end
local people, tried, taken = ARGV[1], limitFrom(2), limitFrom(7)
local from = {unpack(ARGV, 12)}
local function countersOf(what, limit)
  local counters = {}
  for nth, network in ipairs(from) do
    counters[nth] = {failures = networks[1], waits = networks[2], id = what .. ':' .. network,
      limit = growing(limit, peopleOf(people, network), nth)}
  end
  return counters
end
local ofTried, ofTaken = countersOf('registrations', tried), countersOf('taken', taken)
local wait = math.max((longestWait(ofTried)), (longestWait(ofTaken)))
if wait > 0 then return {'refused', wait} end
for _, counter in ipairs(ofTried) do charge(counter, 1) end
if redis.call('EXISTS', email) == 0 then return {'admitted', 0} end
for _, counter in ipairs(ofTaken) do charge(counter, 1) end
return {'email-taken', 0}
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    admitRegistration(
      networksKey: string,
      networkWaitsKey: string,
      emailKey: string,
      peoplePrefix: string,
      ...limitsAndNetworks: [...NetworkLimitArguments, ...NetworkLimitArguments, ...networks: string[]]
    ): Result<["admitted" | "email-taken" | "refused", number], Context>;
  }
}
