import type { Result } from "ioredis";
import type { EntryArguments } from "../outbox-entry";
import { appendEvent } from "./append-event";
import { evenWhenFull } from "./even-when-full";
import { sessionIndex } from "./session-index";

/**
 * Ends one of a user's sessions with its access tokens and appends the event; 0 when the user has no such session, or
 * when it has another family than the one that is given, if one is.
 */
export const revokeSession = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${appendEvent}${sessionIndex}
local session, revoked, index, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local user, family = unpack(redis.call('HMGET', session, 'userId', 'familyHash'))
if user ~= ARGV[1] or (ARGV[4] ~= '' and family ~= ARGV[4]) then return 0 end
endOne(session, revoked, index, ARGV[2], ARGV[3])
append(outbox, 5)
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    revokeSession(
      sessionKey: string,
      revokedSessionKey: string,
      indexKey: string,
      outboxKey: string,
      userId: string,
      sessionId: string,
      revocationSeconds: number,
      familyHash: string,
      ...entry: EntryArguments
    ): Result<number, Context>;
  }
}
