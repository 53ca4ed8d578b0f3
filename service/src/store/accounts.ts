import type { Redis } from "ioredis";
import type { SessionLifetimes } from "../config";
import { attempt } from "./errors";
import { keys } from "./keys";
import { throttledAccount } from "./login-throttle";
import { markOf } from "./lua/parked-entries";
import { revocationGiven } from "./lua/session-index";
import { changePassword, type PasswordChange } from "./scripts/change-password";
import { eraseUser } from "./scripts/erase-user";
import { type NewAccess, revocationSeconds } from "./sessions";
import type { UserWithPassword } from "./users";

/** A session that goes on with new tokens, and none from before. Hashes are those of its refresh token. */
export interface RenewedSession {
  readonly id: string;
  readonly familyHash: string;
  /** See `familyId` of tokens. */
  readonly familyId: string;
  readonly tokenHash: string;
  readonly access: NewAccess;
}

/**
 * Changes to an account that end sessions as well. `user` is what the password was checked against: when its hash is
 * no longer the stored one, nothing happens. Every method throws StoreUnavailableError when Redis can't serve.
 */
export class AccountStore {
  constructor(
    private readonly redis: Redis,
    private readonly lifetimes: SessionLifetimes,
  ) {}

  /** Replaces the password's hash, renews one session and ends all others, in one step. */
  changePassword(user: UserWithPassword, nextHash: string, renewed: RenewedSession): Promise<PasswordChange> {
    return attempt(() =>
      changePassword(this.redis, {
        userKey: keys.user(user.id),
        indexKey: keys.sessionIndex(user.id),
        sessionKey: keys.session(renewed.id),
        revokedSessionKey: keys.revokedSession(renewed.id),
        ...{ expectedHash: user.passwordHash, nextHash, sessionId: renewed.id },
        familyHash: renewed.familyHash,
        familyId: renewed.familyId,
        tokenHash: renewed.tokenHash,
        accessId: renewed.access.tokenId,
        accessEndsAt: renewed.access.expiresAt,
        refreshTtlSeconds: this.lifetimes.refreshTtlSeconds,
        sessionTtlSeconds: this.lifetimes.sessionTtlSeconds,
        ...revocationGiven(revocationSeconds(this.lifetimes)),
      }),
    );
  }

  /**
   * Removes the user with address, known networks and devices, sessions and parked events, in one step. The address is
   * free again. Counts of failed logins, kept under its hash, end by themselves within days.
   */
  erase(user: UserWithPassword): Promise<"erased" | "outdated"> {
    return attempt(() =>
      eraseUser(this.redis, {
        userKey: keys.user(user.id),
        emailKey: keys.email(user.email),
        knownClientsKey: keys.knownClients(throttledAccount(user.email)),
        indexKey: keys.sessionIndex(user.id),
        parkedKey: keys.parked,
        expectedHash: user.passwordHash,
        mark: markOf(user.id),
        ...revocationGiven(revocationSeconds(this.lifetimes)),
      }),
    );
  }
}
