import { passwordIs } from "../lua/password-is";
import { otherSessions, revocationArgs } from "../lua/session-index";
import { script } from "../script";

/** Ends: nothing has changed, the session ends before its access token would. Times are seconds since the epoch. */
export type PasswordChange =
  | { readonly kind: "changed" | "outdated" | "ended" }
  | { readonly kind: "ends"; readonly endsAt: number };

type Answer = ["changed" | "outdated" | "ended"] | ["ends", endsAt: number];

/**
 * Replaces the password's hash, ends all sessions but one, and gives that one new tokens: its old ones are dead. Outdated
 * when the hash is no longer the expected one, ended when the session is no longer there. When the access token would
 * outlive the session nothing changes and the answer says when it ends.
 */
export const changePassword = script(
  {
    name: "changePassword",
    keys: ["userKey", "indexKey", "sessionKey", "revokedSessionKey"],
    args: [
      ...["expectedHash", "nextHash", "sessionId"],
      ...revocationArgs,
      ...["familyHash", "familyId", "tokenHash", "accessId", "accessEndsAt"],
      ...["refreshTtlSeconds", "sessionTtlSeconds"],
    ],
    whenFull: "runs",
  },
  `${otherSessions}${passwordIs}
if not passwordIs(userKey, expectedHash) then return {'outdated'} end
local accessEnd, refreshTtl = tonumber(accessEndsAt), tonumber(refreshTtlSeconds)
local family, usedAt, beganAt, endsAt, lastAccessEnd =
  unpack(redis.call('HMGET', sessionKey, 'familyHash', 'usedAt', 'beganAt', 'endsAt', 'accessEndsAt'))
local ends = endOf(endsAt, beganAt, sessionTtlSeconds)
if not family or hasLapsed(ends, usedAt, refreshTtl) then return {'ended'} end
if accessEnd > ends then return {'ends', ends} end
redis.call('HSET', userKey, 'passwordHash', nextHash)
redis.call('HDEL', userKey, 'renewedFrom')
endSessions(indexKey, sessionId)
redis.call('SET', revokedSessionKey, familyId, 'EXAT', revocationEnd(sessionKey, leastRevocationSeconds))
local ttl = math.min(refreshTtl, ends - now)
redis.call('HSET', sessionKey, 'familyHash', familyHash, 'tokenHash', tokenHash, 'usedAt', now, 'accessId', accessId,
  'accessEndsAt', math.max(lastAccess(lastAccessEnd), accessEnd))
redis.call('HDEL', sessionKey, 'parentHash', 'network')
redis.call('EXPIRE', sessionKey, ttl)
remember(indexKey, sessionId, ttl)
return {'changed'}
`,
  ([kind, endsAt = 0]: Answer): PasswordChange => (kind === "ends" ? { kind, endsAt } : { kind }),
);
