import type { Result } from "ioredis";
import type { EntryArguments } from "../outbox-entry";
import { appendEvent } from "./append-event";
import { passwordIs } from "./password-is";
import { type RevocationArguments, sessionIndex } from "./session-index";

/**
 * Begins a session, which no refresh prolongs beyond its end, and appends the event; 0 when the user or the password
 * that was checked is no longer there. Those of the user's sessions that would expire first end, without an event, when
 * there are as many as there may be.
 */
export const openSession = {
  numberOfKeys: 4,
  lua: `${appendEvent}${sessionIndex}${passwordIs}
local session, user, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if not passwordIs(user, ARGV[1]) then return 0 end
local ttl = math.max(1, math.min(tonumber(ARGV[7]), ARGV[8] - now))
redis.call('HSET', session, 'userId', ARGV[2], 'familyHash', ARGV[4], 'tokenHash', ARGV[5], 'createdAt', ARGV[6])
redis.call('HSET', session, 'beganAt', now, 'usedAt', now, 'endsAt', ARGV[8], 'ip', ARGV[11])
redis.call('HSET', session, 'accessId', ARGV[9], 'accessEndsAt', ARGV[10])
if ARGV[12] ~= '' then redis.call('HSET', session, 'userAgent', ARGV[12]) end
redis.call('EXPIRE', session, ttl)
makeRoom(index, tonumber(ARGV[13]), ARGV[14], ARGV[15], ARGV[16])
remember(index, ARGV[3], ttl)
append(outbox, 17)
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    openSession(
      sessionKey: string,
      userKey: string,
      indexKey: string,
      outboxKey: string,
      passwordHash: string,
      userId: string,
      sessionId: string,
      familyHash: string,
      tokenHash: string,
      createdAt: string,
      refreshTtlSeconds: number,
      endsAt: number,
      accessId: string,
      accessEndsAt: number,
      ip: string,
      userAgent: string,
      sessionsPerUser: number,
      ...revocationAndEntry: [...RevocationArguments, ...EntryArguments]
    ): Result<number, Context>;
  }
}
