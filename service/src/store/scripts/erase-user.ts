import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";
import { passwordIs } from "./password-is";
import { type RevocationArguments, sessionIndex } from "./session-index";

/**
 * Removes the user, the claim on the address, the known networks and devices and every session; 0 when the hash is no
 * longer the expected one.
 */
export const eraseUser = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${sessionIndex}${passwordIs}
local user, email, known, index = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if not passwordIs(user, ARGV[1]) then return 0 end
endSessions(index, '', ARGV[2], ARGV[3], ARGV[4])
redis.call('DEL', user, email, known)
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    eraseUser(
      userKey: string,
      emailKey: string,
      knownClientsKey: string,
      indexKey: string,
      expectedHash: string,
      ...revocation: RevocationArguments
    ): Result<number, Context>;
  }
}
