import { script } from "../script";

/** A session as its user may see it. */
export interface SessionSummary {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** RFC 3339, UTC: when its tokens were handed out last. */
  readonly lastUsedAt?: string;
  /** RFC 3339, UTC. A refresh puts it off. */
  readonly expiresAt: string;
  /** Where the login came from. */
  readonly ip?: string;
  readonly userAgent?: string;
}

/** A session as the script finds it. Times but `createdAt` are in seconds since the epoch. */
type StoredSession = [
  id: string,
  expiresAt: string,
  createdAt: string,
  usedAt: string | null,
  ip: string | null,
  userAgent: string | null,
];

/** The user's sessions, newest first. Older ones lack what came later. */
export const listSessions = script(
  { name: "listSessions", keys: ["indexKey"], args: ["sessionPrefix"] },
  `
local found = redis.call('ZRANGE', indexKey, 0, -1, 'WITHSCORES')
local sessions = {}
for i = 1, #found, 2 do
  local stored = redis.call('HMGET', sessionPrefix .. found[i], 'createdAt', 'usedAt', 'ip', 'userAgent')
  if stored[1] then table.insert(sessions, {found[i], found[i + 1], unpack(stored)}) end
end
return sessions
`,
  (found: StoredSession[]) =>
    found.map(toSummary).sort((one, other) => other.createdAt.localeCompare(one.createdAt)),
);

function toSummary([id, expiresAt, createdAt, usedAt, ip, userAgent]: StoredSession): SessionSummary {
  return {
    id,
    createdAt,
    ...(usedAt !== null && { lastUsedAt: toTimestamp(usedAt) }),
    expiresAt: toTimestamp(expiresAt),
    ...(ip !== null && { ip }),
    ...(userAgent !== null && { userAgent }),
  };
}

function toTimestamp(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString();
}
