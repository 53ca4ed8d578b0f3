import type { Redis } from "ioredis";
import type { SessionLifetimes } from "../config";
import { type RefreshToken, refreshTokenHashes } from "../tokens/refresh-token";
import { attempt } from "./errors";
import { keys } from "./keys";
import { revocationGiven } from "./lua/session-index";
import { clockToleranceSeconds } from "./lua/session-lifetimes";
import { eventGiven, type OutboxEntry } from "./outbox-entry";
import { endSession } from "./scripts/end-session";
import { openSession } from "./scripts/open-session";
import { type RotationOutcome, rotateSession } from "./scripts/rotate-session";

/** A new session. Hashes are those of its refresh token. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** What the password was checked against. */
  readonly passwordHash: string;
  readonly familyHash: string;
  readonly tokenHash: string;
  readonly createdAt: string;
  /** Seconds since the epoch. */
  readonly endsAt: number;
  readonly access: NewAccess;
  /** Where the login came from. */
  readonly ip: string;
  readonly userAgent?: string;
}

/** An access token that is being handed out. */
export interface NewAccess {
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** The exchange of a refresh token for the next one. */
export interface Rotation {
  readonly sessionId: string;
  readonly userId: string;
  readonly familyHash: string;
  readonly tokenHash: string;
  readonly nextTokenHash: string;
  readonly access: NewAccess;
  /** What a repeat is answered with. */
  readonly sealedAnswer: string;
  /** Where the request came from. See `networkOf`. */
  readonly network: string;
}

/** An access token that ends with its session. */
export interface EndedToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  /** Seconds for which the token would still be valid. */
  readonly remainingSeconds: number;
}

/** An access token that is looked up. */
export interface CheckedToken {
  readonly tokenId: string;
  readonly sessionId: string;
  readonly family?: string;
}

/**
 * How many sessions a user may have; one more ends the one that would expire first. Scripts that go through a user's
 * sessions keep Redis from everybody else meanwhile, and a list of them has no pages.
 */
export const sessionsPerUser = 100;

/** Sessions and revocations in Redis. Every method throws StoreUnavailableError when Redis can't serve. */
export class SessionStore {
  constructor(
    private readonly redis: Redis,
    private readonly lifetimes: SessionLifetimes,
  ) {}

  /**
   * Begins a session together with its event; not when the password has been changed since it was checked. Ends the
   * user's session that would expire first when there are `sessionsPerUser`.
   */
  open(session: NewSession, event: OutboxEntry | undefined): Promise<"opened" | "outdated"> {
    const { id, access, userAgent = "", ...more } = session;
    return attempt(() =>
      openSession(this.redis, {
        ...more,
        sessionKey: keys.session(id),
        userKey: keys.user(session.userId),
        indexKey: keys.sessionIndex(session.userId),
        ...{ sessionId: id, userAgent, sessionsPerUser },
        accessId: access.tokenId,
        accessEndsAt: access.expiresAt,
        refreshTtlSeconds: this.lifetimes.refreshTtlSeconds,
        ...revocationGiven(revocationSeconds(this.lifetimes)),
        ...eventGiven(event),
      }),
    );
  }

  /** Rotates the refresh token together with the event. "reused" calls for the end of the whole session. */
  rotate({ access, ...rotation }: Rotation, event: OutboxEntry | undefined): Promise<RotationOutcome> {
    return attempt(() =>
      rotateSession(this.redis, {
        ...rotation,
        sessionKey: keys.session(rotation.sessionId),
        answerKey: keys.refreshAnswer(rotation.tokenHash),
        indexKey: keys.sessionIndex(rotation.userId),
        accessId: access.tokenId,
        accessEndsAt: access.expiresAt,
        revokedTokenPrefix: keys.revokedToken(""),
        repeatMilliseconds: this.lifetimes.refreshRepeatSeconds * 1000,
        refreshTtlSeconds: this.lifetimes.refreshTtlSeconds,
        sessionTtlSeconds: this.lifetimes.sessionTtlSeconds,
        burst: this.lifetimes.refreshBurst,
        intervalMilliseconds: this.lifetimes.refreshIntervalSeconds * 1000,
        ...eventGiven(event),
      }),
    );
  }

  /** Whether there is the session that a refresh token claims to be of. Whether the token is its newest is not looked at. */
  async isKnown(token: RefreshToken): Promise<boolean> {
    const [userId, familyHash] = await attempt(() =>
      this.redis.hmget(keys.session(token.sessionId), "userId", "familyHash"),
    );
    return userId === token.userId && familyHash === refreshTokenHashes(token).familyHash;
  }

  /** Ends the session and the access token together with the event; a session that has ended stays as it is. */
  end(token: EndedToken, event: OutboxEntry | undefined): Promise<"ended" | "had-ended"> {
    return attempt(() =>
      endSession(this.redis, {
        sessionKey: keys.session(token.sessionId),
        revokedSessionKey: keys.revokedSession(token.sessionId),
        revokedTokenKey: keys.revokedToken(token.tokenId),
        indexKey: keys.sessionIndex(token.userId),
        sessionId: token.sessionId,
        revocationSeconds: revocationSeconds(this.lifetimes),
        tokenSeconds: token.remainingSeconds + clockToleranceSeconds,
        ...eventGiven(event),
      }),
    );
  }

  /** Whether the access token, its whole session, or all of the session's tokens from before were revoked. */
  async isRevoked({ tokenId, sessionId, family }: CheckedToken): Promise<boolean> {
    const [token = null, goodFamily = null] = await attempt(() =>
      this.redis.mget(keys.revokedToken(tokenId), keys.revokedSession(sessionId)),
    );
    return token !== null || (goodFamily !== null && goodFamily !== family);
  }
}

/** Seconds for which the access tokens of an ended session stay revoked at least; longer where one lives longer. */
export function revocationSeconds({ accessTtlSeconds }: SessionLifetimes): number {
  return accessTtlSeconds + clockToleranceSeconds;
}
