import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";
import { passwordIs } from "./password-is";
import { type RevocationArguments, sessionIndex } from "./session-index";

/** Replaces the password's hash and ends all sessions but one; 0 when the hash is no longer the expected one. */
export const changePassword = {
  numberOfKeys: 2,
  lua: `${evenWhenFull}${sessionIndex}${passwordIs}
local user, index = KEYS[1], KEYS[2]
if not passwordIs(user, ARGV[1]) then return 0 end
redis.call('HSET', user, 'passwordHash', ARGV[2])
redis.call('HDEL', user, 'renewedFrom')
endSessions(index, ARGV[3], ARGV[4], ARGV[5], ARGV[6])
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    changePassword(
      userKey: string,
      indexKey: string,
      expectedHash: string,
      nextHash: string,
      keptSessionId: string,
      ...revocation: RevocationArguments
    ): Result<number, Context>;
  }
}
