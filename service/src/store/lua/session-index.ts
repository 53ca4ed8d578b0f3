import { keys } from "../keys";
import { sessionLifetimes } from "./session-lifetimes";

/**
 * Lua: the index of a user's sessions, a sorted set of session ids by expiry (seconds since the epoch), kept in step by
 * every script that begins, prolongs or ends a session. Entries of sessions that expired go when one begins or goes on.
 * A revocation lasts as long as the access tokens that it is about.
 */
export const sessionIndex = `${sessionLifetimes}
local function remember(index, id, ttl)
  redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
  redis.call('ZADD', index, now + ttl, id)
  if redis.call('TTL', index) < tonumber(ttl) then redis.call('EXPIRE', index, ttl) end
end
local function endOne(session, revoked, index, id, leastRevocationSeconds)
  local revokedUntil = revocationEnd(session, leastRevocationSeconds)
  local ended = redis.call('DEL', session)
  redis.call('ZREM', index, id)
  redis.call('SET', revoked, '1', 'EXAT', revokedUntil)
  return ended
end
`;

/** The arguments of every script that may end other sessions than the one it names. */
export const revocationArgs = ["sessionPrefix", "revokedSessionPrefix", "leastRevocationSeconds"] as const;

/** What such a script is given for it; see `revocationSeconds`. */
export function revocationGiven(seconds: number) {
  return {
    sessionPrefix: keys.session(""),
    revokedSessionPrefix: keys.revokedSession(""),
    leastRevocationSeconds: seconds,
  };
}

/**
 * Lua: ends sessions of the index, but for one that is kept. Room for one more is made before it is there: it need not be
 * the last to expire, after a change of the lifetimes.
 */
export const otherSessions = `${sessionIndex}
local function endRange(index, last, kept)
  local ended = 0
  for _, id in ipairs(redis.call('ZRANGE', index, 0, last)) do
    if id ~= kept then
      ended = ended + endOne(sessionPrefix .. id, revokedSessionPrefix .. id, index, id, leastRevocationSeconds)
    end
  end
  return ended
end
local function endSessions(index, kept)
  return endRange(index, -1, kept)
end
local function makeRoom(index, most)
  local surplus = redis.call('ZCARD', index) + 1 - most
  if surplus > 0 then endRange(index, math.min(surplus, most) - 1, '') end
end
`;
