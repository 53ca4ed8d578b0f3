import type { Result } from "ioredis";
import { appendEvent } from "./append-event";

/** Begins a session and appends the event; 0 when the user no longer exists. */
export const openSession = {
  numberOfKeys: 3,
  lua: `${appendEvent}
local session, user, outbox = KEYS[1], KEYS[2], KEYS[3]
if redis.call('EXISTS', user) == 0 then return 0 end
redis.call('HSET', session, 'userId', ARGV[1], 'familyHash', ARGV[2], 'tokenHash', ARGV[3], 'createdAt', ARGV[4])
redis.call('EXPIRE', session, ARGV[5])
append(outbox, ARGV[6], ARGV[7])
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    openSession(
      sessionKey: string,
      userKey: string,
      outboxKey: string,
      userId: string,
      familyHash: string,
      tokenHash: string,
      createdAt: string,
      ttlSeconds: number,
      eventId: string,
      eventBody: string,
    ): Result<number, Context>;
  }
}
