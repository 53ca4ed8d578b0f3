import type { Result } from "ioredis";
import type { EntryArguments } from "../../outbox/entry";
import { appendEvent } from "./append-event";
import { sessionIndex } from "./session-index";

/**
 * Exchanges the session's refresh token for the next one, keeps the sealed answer for a while and appends the event.
 * A token that was exchanged within that while gets its answer again: the first one may have been lost, or two tabs
 * asked at once. Any other token of the right family was used before, and changes nothing.
 */
export const rotateSession = {
  numberOfKeys: 4,
  lua: `${appendEvent}${sessionIndex}
local session, answer, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local stored = redis.call('HMGET', session, 'userId', 'familyHash', 'tokenHash', 'endsAt')
if stored[1] ~= ARGV[1] or stored[2] ~= ARGV[2] then return {'unknown'} end
if stored[3] ~= ARGV[3] then
  local kept = redis.call('GET', answer)
  if kept then return {'repeated', kept} end
  return {'reused'}
end
local now = redis.call('TIME')[1]
local left = (tonumber(stored[4]) or 0) - now
local ttl = math.max(1, math.min(tonumber(ARGV[5]), left))
redis.call('HSET', session, 'tokenHash', ARGV[4], 'usedAt', now)
redis.call('EXPIRE', session, ttl)
remember(index, ARGV[8], ttl)
if tonumber(ARGV[7]) > 0 then redis.call('SET', answer, ARGV[6], 'PX', ARGV[7]) end
append(outbox, 9)
return {'rotated'}
`,
};

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
      ttlSeconds: number,
      sealedAnswer: string,
      repeatMilliseconds: number,
      sessionId: string,
      ...entry: EntryArguments
    ): Result<["rotated" | "reused" | "unknown"] | ["repeated", string], Context>;
  }
}
