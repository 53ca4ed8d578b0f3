import type { Redis } from "ioredis";
import { type RefreshToken, refreshTokenHashes } from "../tokens/refresh-token";
import { attempt } from "./errors";
import { keys } from "./keys";
import { entryArguments, type OutboxEntry } from "./outbox-entry";
import type { RotationAnswer } from "./scripts/rotate-session";
import type { RevocationArguments } from "./scripts/session-index";
import { clockToleranceSeconds } from "./scripts/session-lifetimes";

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

/**
 * What became of a refresh token that was presented. Replaced: it had been exchanged before, what it was exchanged for
 * had not been used and is dead now. Limited: nothing has changed, it is too soon. Ends: nor has it, the session ends
 * before its access token would.
 */
export type RotationOutcome =
  | { readonly kind: "rotated" | "reused" | "unknown" }
  | { readonly kind: "repeated"; readonly sealedAnswer: string }
  | { readonly kind: "replaced"; readonly firstNetwork: string }
  | { readonly kind: "limited"; readonly retryAfterSeconds: number }
  | { readonly kind: "ends"; readonly endsAt: number };

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

/** How long sessions and their access tokens live, in seconds, and how often they are refreshed. */
export interface SessionLifetimes {
  readonly accessTtlSeconds: number;
  /** For how long a refresh token is good if unused. */
  readonly refreshTtlSeconds: number;
  /** From the login to the end of the session, however often it is refreshed. */
  readonly sessionTtlSeconds: number;
  /** For how long the same refresh is answered again; 0: never. */
  readonly refreshRepeatSeconds: number;
  /** How many times a session may be refreshed at once. */
  readonly refreshBurst: number;
  /** After which it may be one time more. */
  readonly refreshIntervalSeconds: number;
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
  async open(session: NewSession, event: OutboxEntry | undefined): Promise<"opened" | "outdated"> {
    const opened = await attempt(() =>
      this.redis.openSession(
        keys.session(session.id),
        keys.user(session.userId),
        keys.sessionIndex(session.userId),
        keys.outbox,
        session.passwordHash,
        session.userId,
        session.id,
        session.familyHash,
        session.tokenHash,
        session.createdAt,
        this.lifetimes.refreshTtlSeconds,
        session.endsAt,
        session.access.tokenId,
        session.access.expiresAt,
        session.ip,
        session.userAgent ?? "",
        sessionsPerUser,
        ...revocationArguments(revocationSeconds(this.lifetimes)),
        ...entryArguments(event),
      ),
    );
    return opened === 1 ? "opened" : "outdated";
  }

  /** Rotates the refresh token together with the event. "reused" calls for the end of the whole session. */
  async rotate(rotation: Rotation, event: OutboxEntry | undefined): Promise<RotationOutcome> {
    const { access } = rotation;
    const answer = await attempt(() =>
      this.redis.rotateSession(
        keys.session(rotation.sessionId),
        keys.refreshAnswer(rotation.tokenHash),
        keys.sessionIndex(rotation.userId),
        keys.outbox,
        rotation.userId,
        rotation.familyHash,
        rotation.tokenHash,
        rotation.nextTokenHash,
        rotation.sealedAnswer,
        this.lifetimes.refreshRepeatSeconds * 1000,
        rotation.sessionId,
        rotation.network,
        access.tokenId,
        access.expiresAt,
        this.lifetimes.refreshTtlSeconds,
        this.lifetimes.sessionTtlSeconds,
        keys.revokedToken(""),
        this.lifetimes.refreshBurst,
        this.lifetimes.refreshIntervalSeconds * 1000,
        ...entryArguments(event),
      ),
    );
    return toOutcome(answer);
  }

  /** Whether there is the session that a refresh token claims to be of. Whether the token is its newest is not looked at. */
  async isKnown(token: RefreshToken): Promise<boolean> {
    const [userId, familyHash] = await attempt(() =>
      this.redis.hmget(keys.session(token.sessionId), "userId", "familyHash"),
    );
    return userId === token.userId && familyHash === refreshTokenHashes(token).familyHash;
  }

  /** Ends the session and the access token together with the event; a session that has ended stays as it is. */
  async end(token: EndedToken, event: OutboxEntry | undefined): Promise<"ended" | "had-ended"> {
    const ended = await attempt(() =>
      this.redis.endSession(
        keys.session(token.sessionId),
        keys.revokedSession(token.sessionId),
        keys.revokedToken(token.tokenId),
        keys.sessionIndex(token.userId),
        keys.outbox,
        revocationSeconds(this.lifetimes),
        token.remainingSeconds + clockToleranceSeconds,
        token.sessionId,
        ...entryArguments(event),
      ),
    );
    return ended === 1 ? "ended" : "had-ended";
  }

  /** Whether the access token, its whole session, or all of the session's tokens from before were revoked. */
  async isRevoked({ tokenId, sessionId, family }: CheckedToken): Promise<boolean> {
    const [token = null, goodFamily = null] = await attempt(() =>
      this.redis.mget(keys.revokedToken(tokenId), keys.revokedSession(sessionId)),
    );
    return token !== null || (goodFamily !== null && goodFamily !== family);
  }
}

function toOutcome(answer: RotationAnswer): RotationOutcome {
  switch (answer[0]) {
    case "repeated":
      return { kind: "repeated", sealedAnswer: answer[1] };
    case "replaced":
      return { kind: "replaced", firstNetwork: answer[1] };
    case "limited":
      return { kind: "limited", retryAfterSeconds: Math.ceil(answer[1] / 1000) };
    case "ends":
      return { kind: "ends", endsAt: answer[1] };
    default:
      return { kind: answer[0] };
  }
}

/** What scripts that may end any of a user's sessions are told, last but for an event. */
export function revocationArguments(seconds: number): RevocationArguments {
  return [keys.session(""), keys.revokedSession(""), seconds];
}

/** Seconds for which the access tokens of an ended session stay revoked at least; longer where one lives longer. */
export function revocationSeconds({ accessTtlSeconds }: SessionLifetimes): number {
  return accessTtlSeconds + clockToleranceSeconds;
}
