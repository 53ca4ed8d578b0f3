import type { Result } from "ioredis";
import type { EntryArguments } from "../outbox-entry";
import { appendEvent } from "./append-event";

/** Claims the address, creates the user and appends the event; 0 when the address is taken. */
export const register = {
  numberOfKeys: 3,
  lua: `${appendEvent}
local email, user, outbox = KEYS[1], KEYS[2], KEYS[3]
if not redis.call('SET', email, ARGV[1], 'NX') then return 0 end
redis.call('HSET', user, 'email', ARGV[2], 'name', ARGV[3], 'passwordHash', ARGV[4], 'createdAt', ARGV[5])
append(outbox, 6)
return 1
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    register(
      emailKey: string,
      userKey: string,
      outboxKey: string,
      userId: string,
      email: string,
      name: string,
      passwordHash: string,
      createdAt: string,
      ...entry: EntryArguments
    ): Result<number, Context>;
  }
}
