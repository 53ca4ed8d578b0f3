import { passwordIs } from "../lua/password-is";
import { otherSessions, revocationArgs } from "../lua/session-index";
import { appendEvent, eventArgs } from "../outbox-entry";
import { script } from "../script";

/**
 * Begins a session, which no refresh prolongs beyond its end, and appends the event; 0 when the user or the password
 * that was checked is no longer there. Those of the user's sessions that would expire first end, without an event, when
 * there are as many as there may be.
 */
export const openSession = script(
  {
    name: "openSession",
    keys: ["sessionKey", "userKey", "indexKey", "outboxKey"],
    args: [
      ...["passwordHash", "userId", "sessionId", "familyHash", "tokenHash", "createdAt"],
      ...["refreshTtlSeconds", "endsAt", "accessId", "accessEndsAt", "ip", "userAgent", "sessionsPerUser"],
      ...revocationArgs,
      ...eventArgs,
    ],
  },
  `${appendEvent}${otherSessions}${passwordIs}
if not passwordIs(userKey, passwordHash) then return 0 end
local ttl = math.max(1, math.min(tonumber(refreshTtlSeconds), endsAt - now))
redis.call('HSET', sessionKey, 'userId', userId, 'familyHash', familyHash, 'tokenHash', tokenHash,
  'createdAt', createdAt, 'beganAt', now, 'usedAt', now, 'endsAt', endsAt, 'ip', ip,
  'accessId', accessId, 'accessEndsAt', accessEndsAt)
if userAgent ~= '' then redis.call('HSET', sessionKey, 'userAgent', userAgent) end
redis.call('EXPIRE', sessionKey, ttl)
makeRoom(indexKey, tonumber(sessionsPerUser))
remember(indexKey, sessionId, ttl)
append()
return 1
`,
  (opened: 0 | 1) => (opened === 1 ? "opened" : "outdated"),
);
