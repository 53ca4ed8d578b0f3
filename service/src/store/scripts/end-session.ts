import type { Result } from "ioredis";
import type { EntryArguments } from "../../outbox/entry";
import { appendEvent } from "./append-event";

/** Ends a session, blacklists its access token and appends the event; 0 when it had been ended before. */
export const endSession = {
  numberOfKeys: 5,
  lua: `${appendEvent}
local session, revokedSession, revokedToken, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if not redis.call('SET', revokedSession, '1', 'NX', 'EX', ARGV[1]) then return 0 end
redis.call('SET', revokedToken, '1', 'EX', ARGV[2])
redis.call('DEL', session)
redis.call('ZREM', index, ARGV[3])
append(outbox, 4)
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    endSession(
      sessionKey: string,
      revokedSessionKey: string,
      revokedTokenKey: string,
      indexKey: string,
      outboxKey: string,
      revocationSeconds: number,
      tokenSeconds: number,
      sessionId: string,
      ...entry: EntryArguments
    ): Result<number, Context>;
  }
}
