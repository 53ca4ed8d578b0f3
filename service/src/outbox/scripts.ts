import type { Result } from "ioredis";

/** Moves an entry to the parked ones with the reason; does nothing when another replica has removed it. */
const park = {
  numberOfKeys: 2,
  lua: `
local outbox, parked = KEYS[1], KEYS[2]
local entry = redis.call('XRANGE', outbox, ARGV[1], ARGV[1])[1]
if not entry then return 0 end
redis.call('XDEL', outbox, ARGV[1])
redis.call('XADD', parked, '*', 'reason', ARGV[2], unpack(entry[2]))
return 1
`,
};

/** Prolongs a lock that is still ours. */
const renewLock = {
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`,
};

/** Gives up a lock that is still ours. */
const releaseLock = {
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`,
};

/** The scripts of the relay (`scripts` option of ioredis). */
export const outboxScripts = { park, renewLock, releaseLock };

declare module "ioredis" {
  interface RedisCommander<Context> {
    park(outboxKey: string, parkedKey: string, streamId: string, reason: string): Result<number, Context>;
    renewLock(lockKey: string, token: string, milliseconds: number): Result<number, Context>;
    releaseLock(lockKey: string, token: string): Result<number, Context>;
  }
}
