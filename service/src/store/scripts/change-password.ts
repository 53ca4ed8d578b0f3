import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";
import { passwordIs } from "./password-is";
import { type RevocationArguments, sessionIndex } from "./session-index";

/**
 * Replaces the password's hash, ends all sessions but one, and gives that one new tokens: its old ones are dead. Outdated
 * when the hash is no longer the expected one, ended when the session is no longer there. When the access token would
 * outlive the session nothing changes and the answer says when it ends.
 */
export const changePassword = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${sessionIndex}${passwordIs}
local user, index, session, revokedSession = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local leastRevocation, accessEnd, refreshTtl = ARGV[6], tonumber(ARGV[11]), tonumber(ARGV[12])
if not passwordIs(user, ARGV[1]) then return {'outdated'} end
local family, usedAt, beganAt, endsAt, lastAccessEnd =
  unpack(redis.call('HMGET', session, 'familyHash', 'usedAt', 'beganAt', 'endsAt', 'accessEndsAt'))
local ends = endOf(endsAt, beganAt, ARGV[13])
if not family or hasLapsed(ends, usedAt, refreshTtl) then return {'ended'} end
if accessEnd > ends then return {'ends', ends} end
redis.call('HSET', user, 'passwordHash', ARGV[2])
redis.call('HDEL', user, 'renewedFrom')
endSessions(index, ARGV[3], ARGV[4], ARGV[5], leastRevocation)
redis.call('SET', revokedSession, ARGV[8], 'EXAT', revocationEnd(session, leastRevocation))
local ttl = math.min(refreshTtl, ends - now)
redis.call('HSET', session, 'familyHash', ARGV[7], 'tokenHash', ARGV[9], 'usedAt', now, 'accessId', ARGV[10],
  'accessEndsAt', math.max(lastAccess(lastAccessEnd), accessEnd))
redis.call('HDEL', session, 'parentHash', 'network')
redis.call('EXPIRE', session, ttl)
remember(index, ARGV[3], ttl)
return {'changed'}
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    changePassword(
      userKey: string,
      indexKey: string,
      sessionKey: string,
      revokedSessionKey: string,
      expectedHash: string,
      nextHash: string,
      sessionId: string,
      sessionPrefix: RevocationArguments[0],
      revokedSessionPrefix: RevocationArguments[1],
      leastRevocationSeconds: RevocationArguments[2],
      familyHash: string,
      familyId: string,
      tokenHash: string,
      accessId: string,
      accessEndsAt: number,
      refreshTtlSeconds: number,
      sessionTtlSeconds: number,
    ): Result<["changed" | "outdated" | "ended"] | ["ends", endsAt: number], Context>;
  }
}
