import type { Result } from "ioredis";
import type { EntryArguments } from "../../outbox/entry";
import { appendEvent } from "./append-event";
import { type RevocationArguments, sessionIndex } from "./session-index";

/**
 * Begins a session, which no refresh prolongs beyond its end, and appends the event; 0 when the user or the password
 * that was checked is no longer there. Those of the user's sessions that would expire first end, without an event, when
 * there are as many as there may be.
 */
export const openSession = {
  numberOfKeys: 4,
  lua: `${appendEvent}${sessionIndex}
local session, user, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if redis.call('HGET', user, 'passwordHash') ~= ARGV[1] then return 0 end
local now = redis.call('TIME')[1]
redis.call('HSET', session, 'userId', ARGV[2], 'familyHash', ARGV[4], 'tokenHash', ARGV[5], 'createdAt', ARGV[6])
redis.call('HSET', session, 'endsAt', now + ARGV[8], 'usedAt', now, 'ip', ARGV[9])
if ARGV[10] ~= '' then redis.call('HSET', session, 'userAgent', ARGV[10]) end
redis.call('EXPIRE', session, ARGV[7])
makeRoom(index, tonumber(ARGV[11]), ARGV[12], ARGV[13], ARGV[14])
remember(index, ARGV[3], ARGV[7])
append(outbox, 15)
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
      ttlSeconds: number,
      sessionTtlSeconds: number,
      ip: string,
      userAgent: string,
      sessionsPerUser: number,
      ...revocationAndEntry: [...RevocationArguments, ...EntryArguments]
    ): Result<number, Context>;
  }
}
