import { loginArgs, loginCounters, loginKeys } from "../lua/login-counters";
import { script } from "../script";
import {
  countersKept,
  knownClients,
  networkMemory,
  throttleLimits,
  undecidedShare,
} from "../throttle-limits";

const { allowance, perAccount, most } = throttleLimits.network;

/**
 * Ends an attempt that is under way. A failure counts. A success takes back nothing else: others may share each of the
 * counters. The account is known by the network and the device from then on, and the networks' allowances grow; where
 * too many networks have accounts, those with the fewest are forgotten.
 * Leads to less memory where the attempt leaves nothing, so it may run in a full store.
 */
export const settleLogin = script(
  {
    name: "settleLogin",
    keys: [...loginKeys, "networksWithAccountsKey"],
    args: [...loginArgs, "outcome", "relation", "device"],
    rest: "from",
    whenFull: "runs",
  },
  `${loginCounters}
local function know(name, milliseconds)
  redis.call('ZADD', knownClientsKey, 'GT', now + milliseconds, name)
  redis.call('ZREMRANGEBYRANK', knownClientsKey, 0, -1 - ${knownClients.most})
  if redis.call('PTTL', knownClientsKey) < milliseconds then redis.call('PEXPIRE', knownClientsKey, milliseconds) end
end
local function grow(network)
  if peopleOf(peoplePrefix, network) < ${(most - allowance) / perAccount} then
    redis.call('PFADD', peoplePrefix .. network, account)
  end
  redis.call('PEXPIRE', peoplePrefix .. network, ${networkMemory})
  redis.call('ZADD', networksWithAccountsKey, peopleOf(peoplePrefix, network), network)
end
local function forgetNetworks()
  local any = redis.call('ZRANDMEMBER', networksWithAccountsKey)
  if redis.call('EXISTS', peoplePrefix .. any) == 0 then redis.call('ZREM', networksWithAccountsKey, any) end
  for _, network in ipairs(redis.call('ZRANGE', networksWithAccountsKey, 0, -1 - ${countersKept})) do
    redis.call('DEL', peoplePrefix .. network)
  end
  redis.call('ZREMRANGEBYRANK', networksWithAccountsKey, 0, -1 - ${countersKept})
  redis.call('PEXPIRE', networksWithAccountsKey, ${networkMemory})
end
for _, counter in ipairs(countersOf(relation)) do
  finish(underWayPrefix, counter, attempt)
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
);
