import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";

/** One try of a password. */
export interface LoginAttempt {
  /** Normalised; need not have an account, so that throttling tells nothing about who has one. */
  readonly email: string;
  /** See `networkOf`. */
  readonly network: string;
}

/** Whether a password may be looked at. */
export type Admission =
  | { readonly kind: "admitted" }
  | {
      readonly kind: "refused";
      readonly because: "account" | "network";
      readonly retryAfterSeconds: number;
    };

const minute = 60_000;

/**
 * Failures that cost nothing; from then on each one doubles the wait, from a second to the longest one. Many people
 * can share a network. Milliseconds.
 */
export const throttleLimits = {
  account: { allowance: 10, longest: 15 * minute },
  network: { allowance: 100, longest: minute },
} as const;

/**
 * Failures of an account are forgotten after an hour without a new one, those of a network an hour after the first: one
 * that many people share always has some.
 */
export const failureMemory = 60 * minute;

/** Networks that an account's user is known to use, and for how long after the last login. */
export const knownNetworks = { networks: 20, milliseconds: 30 * 24 * 60 * minute } as const;

/**
 * Slows guessing down without ever locking a user out (NIST SP 800-63B-4, rate limiting): waits grow with the failures
 * of an account and of a network and end by themselves, and a user's attempts from a network that they have logged in
 * from wait for nothing but each other.
 * Every method throws StoreUnavailableError when Redis can't serve.
 */
export class LoginThrottle {
  constructor(private readonly redis: Redis) {}

  /** Decides on an attempt; one that is admitted counts as failed until it is settled. */
  async admit(login: LoginAttempt): Promise<Admission> {
    const { account, network } = throttleLimits;
    const [verdict, milliseconds] = await attempt(() =>
      this.redis.admitLogin(
        ...keysOf(login),
        login.network,
        account.allowance,
        account.longest,
        network.allowance,
        network.longest,
        failureMemory,
      ),
    );
    if (verdict === "admitted") return { kind: verdict };
    return { kind: "refused", because: verdict, retryAfterSeconds: Math.ceil(milliseconds / 1000) };
  }

  /** Ends an admitted attempt that did not fail: the password was right, or could not be looked at. */
  async settle(login: LoginAttempt, outcome: "succeeded" | "undecided"): Promise<void> {
    await attempt(() =>
      this.redis.settleLogin(
        ...keysOf(login),
        login.network,
        outcome,
        knownNetworks.milliseconds,
        knownNetworks.networks,
      ),
    );
  }
}

function keysOf({ email, network }: LoginAttempt) {
  const account = throttledAccount(email);
  return [
    keys.failedLogins(account),
    keys.failedLoginsFrom(account, network),
    keys.knownNetworks(account),
    keys.failedLoginsOfNetwork(network),
  ] as const;
}

/** What counters are kept under instead of an address, which has to be normalised. */
export function throttledAccount(email: string): string {
  return createHash("sha256").update(email).digest("base64url");
}
