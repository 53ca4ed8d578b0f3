import type { Result } from "ioredis";
import { parkedEntries } from "../../outbox/parked-scripts";
import { evenWhenFull } from "./even-when-full";
import { passwordIs } from "./password-is";
import { type RevocationArguments, sessionIndex } from "./session-index";

/**
 * Removes the user, the claim on the address, the known networks and devices, every session and the user's parked
 * events, which nobody would retry any more; 0 when the hash is no longer the expected one.
 */
export const eraseUser = {
  numberOfKeys: 5,
  lua: `${evenWhenFull}${sessionIndex}${passwordIs}${parkedEntries}
local user, email, known, index, parked = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if not passwordIs(user, ARGV[1]) then return 0 end
endSessions(index, '', ARGV[3], ARGV[4], ARGV[5])
eachOf(parked, '+', ARGV[2], function(id) redis.call('XDEL', parked, id) end)
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
      parkedKey: string,
      expectedHash: string,
      mark: string,
      ...revocation: RevocationArguments
    ): Result<number, Context>;
  }
}
