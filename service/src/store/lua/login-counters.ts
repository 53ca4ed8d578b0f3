import { throttleLimits } from "../throttle-limits";
import { attemptsUnderWay, limitTable, throttleCounters } from "./throttle-counters";

/** The keys of both scripts about an attempt. */
export const loginKeys = [
  "accountFailuresKey",
  "accountWaitsKey",
  "networkFailuresKey",
  "networkWaitsKey",
  "knownClientsKey",
] as const;

/** Their first arguments: whose password is tried and by whom. The networks stand last, as `from`. */
export const loginArgs = ["underWayPrefix", "peoplePrefix", "attempt", "account", "client"] as const;

/**
 * Lua: which counters an attempt goes to. A client that the account is known by, by its device or its session, has one
 * of its own and waits for nobody else. All others count for their networks; where the account is not known from the
 * network, also for all strangers to the account together.
 */
export const loginCounters = `${throttleCounters}${attemptsUnderWay}
local accounts, networks = {accountFailuresKey, accountWaitsKey}, {networkFailuresKey, networkWaitsKey}
local function counter(sets, id, limit, kind)
  return {failures = sets[1], waits = sets[2], id = id, limit = limit, kind = kind}
end
local function ofClient(name)
  return counter(accounts, account .. '@' .. name, ${limitTable(throttleLimits.client)}, 'account')
end
local function ofNetwork(network, nth)
  local limit = growing(${limitTable(throttleLimits.network)}, peopleOf(peoplePrefix, network), nth)
  return counter(networks, network, limit, 'network')
end
local function isKnown(name)
  return tonumber(redis.call('ZSCORE', knownClientsKey, name) or 0) > now
end
local function relationOf()
  if string.find(client, '^session:') or client ~= '' and isKnown(client) then return 'client' end
  return isKnown(from[1]) and 'network' or 'stranger'
end
local function countersOf(relation)
  if relation == 'client' then return {ofClient(client)} end
  local counters = {ofClient(relation == 'network' and from[1] or from[#from])}
  if relation == 'stranger' then
    table.insert(counters, counter(accounts, account, ${limitTable(throttleLimits.account)}, 'account'))
  end
  for nth, network in ipairs(from) do table.insert(counters, ofNetwork(network, nth)) end
  return counters
end
`;
