import type { Result } from "ioredis";
import type { EntryArguments } from "../outbox-entry";
import { appendEvent } from "./append-event";
import { evenWhenFull } from "./even-when-full";
import { sessionIndex } from "./session-index";

/** Ends a session, blacklists its access token and appends the event; 0 when it had been ended before. */
export const endSession = {
  numberOfKeys: 5,
  lua: `${evenWhenFull}${appendEvent}${sessionIndex}
local session, revokedSession, revokedToken, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if redis.call('GET', revokedSession) == '1' then return 0 end
endOne(session, revokedSession, index, ARGV[3], ARGV[1])
redis.call('SET', revokedToken, '1', 'EX', ARGV[2])
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
