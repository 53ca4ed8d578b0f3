import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { otherSessions, revocationArgs, revocationGiven, sessionIndex } from "./lua/session-index";
import { appendEvent, eventArgs, eventGiven, type OutboxEntry } from "./outbox-entry";
import { script } from "./script";
import { listSessions, type SessionSummary } from "./scripts/list-sessions";

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
  list(userId: string): Promise<SessionSummary[]> {
    const given = { indexKey: keys.sessionIndex(userId), sessionPrefix: keys.session("") };
    return attempt(() => listSessions(this.redis, given));
  }

  /** Ends one session and its access tokens together with the event; only one of this family, where it is given. */
  revoke(
    { userId, sessionId, familyHash = "" }: RevokedSession,
    event: OutboxEntry | undefined,
  ): Promise<"revoked" | "unknown"> {
    return attempt(() =>
      revokeSession(this.redis, {
        sessionKey: keys.session(sessionId),
        revokedSessionKey: keys.revokedSession(sessionId),
        indexKey: keys.sessionIndex(userId),
        userId,
        sessionId,
        revocationSeconds: this.revocationSeconds,
        familyHash,
        ...eventGiven(event),
      }),
    );
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
    const given = { indexKey: keys.sessionIndex(userId), keptSessionId };
    return attempt(() =>
      revokeOtherSessions(this.redis, { ...given, ...revocationGiven(this.revocationSeconds) }),
    );
  }
}

/**
 * Ends one of a user's sessions with its access tokens and appends the event; 0 when the user has no such session, or
 * when it has another family than the one that is given, if one is.
 */
const revokeSession = script(
  {
    name: "revokeSession",
    keys: ["sessionKey", "revokedSessionKey", "indexKey", "outboxKey"],
    args: ["userId", "sessionId", "revocationSeconds", "familyHash", ...eventArgs],
    whenFull: "runs",
  },
  `${appendEvent}${sessionIndex}
local user, family = unpack(redis.call('HMGET', sessionKey, 'userId', 'familyHash'))
if user ~= userId or (familyHash ~= '' and family ~= familyHash) then return 0 end
endOne(sessionKey, revokedSessionKey, indexKey, sessionId, revocationSeconds)
append()
return 1
`,
  (revoked: 0 | 1) => (revoked === 1 ? "revoked" : "unknown"),
);

/** Ends all of a user's sessions but one, with their access tokens; how many there were. */
const revokeOtherSessions = script(
  {
    name: "revokeOtherSessions",
    keys: ["indexKey"],
    args: ["keptSessionId", ...revocationArgs],
    whenFull: "runs",
  },
  `${otherSessions}
return endSessions(indexKey, keptSessionId)
`,
  (ended: number) => ended,
);
