import type { Redis } from "ioredis";
import { markOf } from "../outbox/parked-scripts";
import { attempt } from "./errors";
import { keys } from "./keys";
import { throttledAccount } from "./login-throttle";
import { type NewAccess, revocationArguments, revocationSeconds, type SessionLifetimes } from "./sessions";
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

/** Ends: nothing has changed, the session ends before its access token would. Times are seconds since the epoch. */
export type PasswordChange =
  | { readonly kind: "changed" | "outdated" | "ended" }
  | { readonly kind: "ends"; readonly endsAt: number };

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
  async changePassword(
    user: UserWithPassword,
    nextHash: string,
    renewed: RenewedSession,
  ): Promise<PasswordChange> {
    const [kind, endsAt = 0] = await attempt(() =>
      this.redis.changePassword(
        keys.user(user.id),
        keys.sessionIndex(user.id),
        keys.session(renewed.id),
        keys.revokedSession(renewed.id),
        user.passwordHash,
        nextHash,
        renewed.id,
        ...revocationArguments(revocationSeconds(this.lifetimes)),
        renewed.familyHash,
        renewed.familyId,
        renewed.tokenHash,
        renewed.access.tokenId,
        renewed.access.expiresAt,
        this.lifetimes.refreshTtlSeconds,
        this.lifetimes.sessionTtlSeconds,
      ),
    );
    return kind === "ends" ? { kind, endsAt } : { kind };
  }

  /**
   * Removes the user with address, known networks and devices, sessions and parked events, in one step. The address is
   * free again. Counts of failed logins, kept under its hash, end by themselves within days.
   */
  async erase(user: UserWithPassword): Promise<"erased" | "outdated"> {
    const erased = await attempt(() =>
      this.redis.eraseUser(
        keys.user(user.id),
        keys.email(user.email),
        keys.knownClients(throttledAccount(user.email)),
        keys.sessionIndex(user.id),
        keys.parked,
        user.passwordHash,
        markOf(user.id),
        ...revocationArguments(revocationSeconds(this.lifetimes)),
      ),
    );
    return erased === 1 ? "erased" : "outdated";
  }
}
