import type { Result } from "ioredis";
import { evenWhenFull } from "../store/scripts/even-when-full";
import { parkedScripts } from "./parked-scripts";

/** Removes entries, for as long as the lock is ours; 0 when it is not. */
const removeEntries = {
  numberOfKeys: 2,
  lua: `${evenWhenFull}
local lock, outbox = KEYS[1], KEYS[2]
if redis.call('GET', lock) ~= ARGV[1] then return 0 end
redis.call('XDEL', outbox, unpack(ARGV, 2))
return 1
`,
};

/** Takes a free lock; 0 when somebody has it. */
const takeLock = {
  numberOfKeys: 1,
  lua: `${evenWhenFull}
return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0
`,
};

/** Prolongs a lock that is still ours. */
const renewLock = {
  numberOfKeys: 1,
  lua: `${evenWhenFull}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`,
};

/** Gives up a lock that is still ours. */
const releaseLock = {
  numberOfKeys: 1,
  lua: `${evenWhenFull}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`,
};

/**
 * The scripts of the relay and of those who look after it (`scripts` option of ioredis). All run in a full store: it is
 * they that empty the outbox.
 */
export const outboxScripts = { removeEntries, takeLock, renewLock, releaseLock, ...parkedScripts };

declare module "ioredis" {
  interface RedisCommander<Context> {
    removeEntries(
      lockKey: string,
      outboxKey: string,
      token: string,
      ...streamIds: string[]
    ): Result<number, Context>;
    takeLock(lockKey: string, token: string, milliseconds: number): Result<number, Context>;
    renewLock(lockKey: string, token: string, milliseconds: number): Result<number, Context>;
    releaseLock(lockKey: string, token: string): Result<number, Context>;
  }
}
