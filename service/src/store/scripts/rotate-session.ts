import type { Result } from "ioredis";
import { appendEvent } from "./append-event";

/**
 * Exchanges the session's refresh token for the next one and appends the event. A token of the right family that is
 * not the current one was used before: the session and its access tokens end (RFC 9700, section 4.14.2).
 */
export const rotateSession = {
  numberOfKeys: 3,
  lua: `${appendEvent}
local session, revoked, outbox = KEYS[1], KEYS[2], KEYS[3]
local stored = redis.call('HMGET', session, 'userId', 'familyHash', 'tokenHash')
if stored[1] ~= ARGV[1] or stored[2] ~= ARGV[2] then return 'unknown' end
if stored[3] ~= ARGV[3] then
  redis.call('DEL', session)
  redis.call('SET', revoked, '1', 'EX', ARGV[6])
  return 'reused'
end
redis.call('HSET', session, 'tokenHash', ARGV[4])
redis.call('EXPIRE', session, ARGV[5])
append(outbox, ARGV[7], ARGV[8])
return 'rotated'
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    rotateSession(
      sessionKey: string,
      revokedSessionKey: string,
      outboxKey: string,
      userId: string,
      familyHash: string,
      tokenHash: string,
      nextTokenHash: string,
      ttlSeconds: number,
      revocationSeconds: number,
      eventId: string,
      eventBody: string,
    ): Result<"rotated" | "reused" | "unknown", Context>;
  }
}
