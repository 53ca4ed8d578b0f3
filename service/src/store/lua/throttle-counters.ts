import { countersKept, longestAttempt, type NetworkLimit, type ThrottleLimit } from "../throttle-limits";

/**
 * Lua: counters of what failed, each the member of two sorted sets of bounded size: when its last failure will be
 * forgotten, and until when it has to wait (ms since the epoch). A failure moves the former on by its share of `memory`
 * (the generic cell rate algorithm), so that the number of failures follows from it and a counter never needs a look to
 * be forgotten. What is under way stands apart, as nobody knows yet whether it fails.
 */
export const throttleCounters = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function each(counter)
  return counter.limit.memory / counter.limit.allowance
end
local function forgottenAt(counter)
  return math.max(now, tonumber(redis.call('ZSCORE', counter.failures, counter.id) or 0))
end
local function failuresOf(counter)
  return math.ceil((forgottenAt(counter) - now) / each(counter) - 0.001)
end
local function waitOf(counter)
  return math.max(0, math.ceil(tonumber(redis.call('ZSCORE', counter.waits, counter.id) or 0) - now))
end
local function put(set, score, id)
  redis.call('ZADD', set, score, id)
  local over = redis.call('ZRANGEBYSCORE', set, '-inf', now, 'LIMIT', 0, 10)
  if #over > 0 then redis.call('ZREM', set, unpack(over)) end
  redis.call('ZREMRANGEBYRANK', set, 0, -1 - ${countersKept})
  redis.call('PEXPIRE', set, ${2 * 24 * 60 * 60_000})
end
local function charge(counter, share)
  put(counter.failures, forgottenAt(counter) + share * each(counter), counter.id)
  local excess = failuresOf(counter) - counter.limit.allowance
  if excess < 0 then return end
  put(counter.waits, now + math.min(counter.limit.longest, 1000 * 2 ^ excess), counter.id)
end
local function longestWait(counters)
  local longest, of = 0, nil
  for _, counter in ipairs(counters) do
    local wait = waitOf(counter)
    if wait > longest then longest, of = wait, counter end
  end
  return longest, of
end
local function growing(limit, people, nth)
  local allowance = math.min(limit.most, limit.allowance + limit.perAccount * people) * 2 ^ (nth - 1)
  return {allowance = allowance, memory = limit.memory, longest = limit.longest}
end
local function peopleOf(prefix, network)
  return redis.call('PFCOUNT', prefix .. network)
end
`;

/** Lua: what is under way for a counter. It may be as much as could fail, or one attempt after the other. */
export const attemptsUnderWay = `
local function isBusy(prefix, counter)
  local key = prefix .. counter.id
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  local room = math.max(1, counter.limit.allowance - failuresOf(counter))
  return redis.call('ZCARD', key) >= room
end
local function begin(prefix, counter, attempt)
  redis.call('ZADD', prefix .. counter.id, now + ${longestAttempt}, attempt)
  redis.call('PEXPIRE', prefix .. counter.id, ${longestAttempt})
end
local function finish(prefix, counter, attempt)
  redis.call('ZREM', prefix .. counter.id, attempt)
end
`;

/** The Lua table of a limit. */
export function limitTable(limit: ThrottleLimit | NetworkLimit): string {
  const fields = Object.entries(limit).map(([name, value]) => `${name} = ${value}`);
  return `{${fields.join(", ")}}`;
}
