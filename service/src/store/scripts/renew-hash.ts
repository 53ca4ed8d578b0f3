import type { Result } from "ioredis";

/** Replaces the hash of the same password by one that was made with other parameters; 0 when it is no longer there. */
export const renewHash = {
  numberOfKeys: 1,
  lua: `
local user = KEYS[1]
if redis.call('HGET', user, 'passwordHash') ~= ARGV[1] then return 0 end
redis.call('HSET', user, 'passwordHash', ARGV[2], 'renewedFrom', redis.sha1hex(ARGV[1]))
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    renewHash(userKey: string, expectedHash: string, nextHash: string): Result<number, Context>;
  }
}
