import type { Result } from "ioredis";

/** The user's sessions: for each its id, when it began, and when it expires (seconds since the epoch). */
export const listSessions = {
  numberOfKeys: 1,
  lua: `
local found = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local sessions = {}
for i = 1, #found, 2 do
  local createdAt = redis.call('HGET', ARGV[1] .. found[i], 'createdAt')
  if createdAt then table.insert(sessions, {found[i], createdAt, found[i + 1]}) end
end
return sessions
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    listSessions(
      indexKey: string,
      sessionPrefix: string,
    ): Result<[id: string, createdAt: string, expiresAt: string][], Context>;
  }
}
