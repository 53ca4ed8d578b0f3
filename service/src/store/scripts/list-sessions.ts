import type { Result } from "ioredis";

/** The user's sessions: times but the first are in seconds since the epoch. Older sessions lack what came later. */
export const listSessions = {
  numberOfKeys: 1,
  lua: `
local found = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local sessions = {}
for i = 1, #found, 2 do
  local stored = redis.call('HMGET', ARGV[1] .. found[i], 'createdAt', 'usedAt', 'ip', 'userAgent')
  if stored[1] then table.insert(sessions, {found[i], found[i + 1], unpack(stored)}) end
end
return sessions
`,
};

/** A session as the script finds it. */
export type StoredSession = [
  id: string,
  expiresAt: string,
  createdAt: string,
  usedAt: string | null,
  ip: string | null,
  userAgent: string | null,
];

declare module "ioredis" {
  interface RedisCommander<Context> {
    listSessions(indexKey: string, sessionPrefix: string): Result<StoredSession[], Context>;
  }
}
