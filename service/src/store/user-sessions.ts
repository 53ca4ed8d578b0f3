import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { entryArguments, type OutboxEntry } from "./outbox-entry";
import type { StoredSession } from "./scripts/list-sessions";
import { revocationArguments } from "./sessions";

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

/** A session that is to end. */
export interface RevokedSession {
  readonly userId: string;
  readonly sessionId: string;
  /** That of the refresh token that asks for it. */
  readonly familyHash?: string;
}

/** The sessions of one user as a whole. Every method throws StoreUnavailableError when Redis can't serve. */
export class UserSessionStore {
  constructor(
    private readonly redis: Redis,
    /** See `revocationSeconds`. */
    private readonly revocationSeconds: number,
  ) {}

  /** The user's sessions, newest first. */
  async list(userId: string): Promise<SessionSummary[]> {
    const found = await attempt(() => this.redis.listSessions(keys.sessionIndex(userId), keys.session("")));
    return found.map(toSummary).sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  /** Ends one session and its access tokens together with the event; only one of this family, where it is given. */
  async revoke(
    { userId, sessionId, familyHash = "" }: RevokedSession,
    event: OutboxEntry | undefined,
  ): Promise<"revoked" | "unknown"> {
    const revoked = await attempt(() =>
      this.redis.revokeSession(
        keys.session(sessionId),
        keys.revokedSession(sessionId),
        keys.sessionIndex(userId),
        keys.outbox,
        userId,
        sessionId,
        this.revocationSeconds,
        familyHash,
        ...entryArguments(event),
      ),
    );
    return revoked === 1 ? "revoked" : "unknown";
  }

  /** Ids of the users who have sessions, some perhaps twice. */
  async *users(): AsyncIterable<string> {
    const match = keys.sessionIndex("*");
    for await (const found of this.redis.scanStream({ match, count: 1000 })) {
      for (const key of found as string[]) yield key.slice(keys.sessionIndex("").length);
    }
  }

  /** Ends all sessions and their access tokens. Returns how many there were. */
  revokeAll(userId: string): Promise<number> {
    return this.revokeOthers(userId, "");
  }

  /** Ends all sessions but one, and their access tokens. Returns how many there were. */
  revokeOthers(userId: string, keptSessionId: string): Promise<number> {
    return attempt(() =>
      this.redis.revokeOtherSessions(
        keys.sessionIndex(userId),
        keptSessionId,
        ...revocationArguments(this.revocationSeconds),
      ),
    );
  }
}

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
