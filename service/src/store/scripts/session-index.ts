/**
 * Lua: the index of a user's sessions, a sorted set of session ids by expiry (seconds since the epoch), kept in step by
 * every script that begins, prolongs or ends a session. Entries of sessions that expired go when one begins or goes on.
 */
export const sessionIndex = `
local function remember(index, id, ttl)
  local now = tonumber(redis.call('TIME')[1])
  redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
  redis.call('ZADD', index, now + ttl, id)
  if redis.call('TTL', index) < tonumber(ttl) then redis.call('EXPIRE', index, ttl) end
end
local function endSessions(index, kept, sessionPrefix, revokedPrefix, revocationSeconds)
  for _, id in ipairs(redis.call('ZRANGE', index, 0, -1)) do
    if id ~= kept then
      redis.call('DEL', sessionPrefix .. id)
      redis.call('SET', revokedPrefix .. id, '1', 'EX', revocationSeconds)
      redis.call('ZREM', index, id)
    end
  end
end
`;
