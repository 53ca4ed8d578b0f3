/** Clocks of replicas differ a little; a revocation outlives the token that it revokes by this much. */
export const clockToleranceSeconds = 60;

/** No access token lives longer: the configuration allows no more (ACCESS_TOKEN_TTL). */
export const longestAccessSeconds = 24 * 60 * 60;

/**
 * Lua: how long a session and its access tokens last, in seconds since the epoch. What a session was given at its login
 * never grows, and shrinks with the settings. `accessEndsAt` is when the last of its access tokens expires, as these say
 * themselves; a session from before it was kept may have one of the longest life that there can be.
 */
export const sessionLifetimes = `
local time = redis.call('TIME')
local now = tonumber(time[1])
local nowMilliseconds = now * 1000 + math.floor(time[2] / 1000)
local function endOf(endsAt, beganAt, sessionTtl)
  local ends = tonumber(endsAt) or 0
  if beganAt then ends = math.min(ends, beganAt + sessionTtl) end
  return ends
end
local function hasLapsed(ends, usedAt, refreshTtl)
  return now >= ends or now >= (tonumber(usedAt) or now) + refreshTtl
end
local function lastAccess(accessEndsAt)
  return tonumber(accessEndsAt) or now + ${longestAccessSeconds}
end
local function revocationEnd(session, leastSeconds)
  local user, accessEndsAt = unpack(redis.call('HMGET', session, 'userId', 'accessEndsAt'))
  if not user then return now + leastSeconds end
  return math.max(now + leastSeconds, lastAccess(accessEndsAt) + ${clockToleranceSeconds})
end
`;
