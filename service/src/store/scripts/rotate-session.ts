import type { Result } from "ioredis";
import type { EntryArguments } from "../outbox-entry";
import { appendEvent } from "./append-event";
import { refreshPace } from "./refresh-pace";
import { sessionIndex } from "./session-index";
import { clockToleranceSeconds } from "./session-lifetimes";

/**
 * Exchanges the session's refresh token for the next one, its child, keeps the sealed answer for a while and appends
 * the event. For that while the token gets the same answer again: two tabs asked at once, or the answer was lost.
 * Later, as long as the child was not exchanged itself, the token gets another child, and the first one is dead, its
 * access token included. Any other token of the right family was used before, and changes nothing. Nor does a refresh
 * that comes too soon after too many, or an access token that would outlive the session: the answer then says how long to
 * wait, or when the session ends.
 */
export const rotateSession = {
  numberOfKeys: 4,
  lua: `${appendEvent}${sessionIndex}${refreshPace}
local session, answer, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local presented, child, accessId, accessEnd = ARGV[3], ARGV[4], ARGV[9], tonumber(ARGV[10])
local user, family, current, parent, usedAt, beganAt, endsAt, network, lastAccessId, lastAccessEnd, pacedUntil =
  unpack(redis.call('HMGET', session, 'userId', 'familyHash', 'tokenHash', 'parentHash', 'usedAt', 'beganAt', 'endsAt',
    'network', 'accessId', 'accessEndsAt', 'pacedUntil'))
if user ~= ARGV[1] or family ~= ARGV[2] then return {'unknown'} end
local ends = endOf(endsAt, beganAt, ARGV[12])
if hasLapsed(ends, usedAt, ARGV[11]) then return {'unknown'} end
if presented ~= current then
  local kept = redis.call('GET', answer)
  if kept then return {'repeated', kept} end
  if presented ~= parent then return {'reused'} end
end
local wait, nextPacedUntil = pace(pacedUntil, ARGV[14], ARGV[15])
if wait > 0 then return {'limited', wait} end
if accessEnd > ends then return {'ends', ends} end
local ttl = math.min(tonumber(ARGV[11]), ends - now)
local lastEnd = lastAccess(lastAccessEnd)
if presented == parent and lastAccessId then
  redis.call('SET', ARGV[13] .. lastAccessId, '1', 'EXAT', lastEnd + ${clockToleranceSeconds})
end
redis.call('HSET', session, 'tokenHash', child, 'parentHash', presented, 'usedAt', now, 'network', ARGV[8],
  'accessId', accessId, 'accessEndsAt', math.max(lastEnd, accessEnd), 'pacedUntil', nextPacedUntil)
redis.call('EXPIRE', session, ttl)
remember(index, ARGV[7], ttl)
if tonumber(ARGV[6]) > 0 then redis.call('SET', answer, ARGV[5], 'PX', ARGV[6]) end
append(outbox, 16)
if presented == parent then return {'replaced', network or ''} end
return {'rotated'}
`,
};

/** What the script answers. Times are seconds since the epoch. */
export type RotationAnswer =
  | ["rotated" | "reused" | "unknown"]
  | ["repeated", sealedAnswer: string]
  | ["replaced", firstNetwork: string]
  | ["limited", milliseconds: number]
  | ["ends", endsAt: number];

declare module "ioredis" {
  interface RedisCommander<Context> {
    rotateSession(
      sessionKey: string,
      answerKey: string,
      indexKey: string,
      outboxKey: string,
      userId: string,
      familyHash: string,
      tokenHash: string,
      nextTokenHash: string,
      sealedAnswer: string,
      repeatMilliseconds: number,
      sessionId: string,
      network: string,
      accessId: string,
      accessEndsAt: number,
      refreshTtlSeconds: number,
      sessionTtlSeconds: number,
      revokedTokenPrefix: string,
      burst: number,
      intervalMilliseconds: number,
      ...entry: EntryArguments
    ): Result<RotationAnswer, Context>;
  }
}
