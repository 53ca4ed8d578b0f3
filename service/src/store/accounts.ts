import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { throttledAccount } from "./login-throttle";
import { revocationArguments } from "./sessions";
import type { UserWithPassword } from "./users";

/**
 * Changes to an account that end sessions as well. `user` is what the password was checked against: when its hash is
 * no longer the stored one, nothing happens. Every method throws StoreUnavailableError when Redis can't serve.
 */
export class AccountStore {
  constructor(
    private readonly redis: Redis,
    /** See `revocationSeconds`. */
    private readonly revocationSeconds: number,
  ) {}

  /** Replaces the password's hash and ends all sessions but one, in one step. */
  async changePassword(
    user: UserWithPassword,
    nextHash: string,
    keptSessionId: string,
  ): Promise<"changed" | "outdated"> {
    const changed = await attempt(() =>
      this.redis.changePassword(
        keys.user(user.id),
        keys.sessionIndex(user.id),
        user.passwordHash,
        nextHash,
        keptSessionId,
        ...revocationArguments(this.revocationSeconds),
      ),
    );
    return changed === 1 ? "changed" : "outdated";
  }

  /**
   * Removes the user with address, known networks and devices, and sessions, in one step. The address is free again. Counts of
   * failed logins, kept under its hash, end by themselves within days.
   */
  async erase(user: UserWithPassword): Promise<"erased" | "outdated"> {
    const erased = await attempt(() =>
      this.redis.eraseUser(
        keys.user(user.id),
        keys.email(user.email),
        keys.knownClients(throttledAccount(user.email)),
        keys.sessionIndex(user.id),
        user.passwordHash,
        ...revocationArguments(this.revocationSeconds),
      ),
    );
    return erased === 1 ? "erased" : "outdated";
  }
}
