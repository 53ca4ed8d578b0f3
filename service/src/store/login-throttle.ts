import { createHash, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { admitLogin, type Relation } from "./scripts/admit-login";
import { settleLogin } from "./scripts/settle-login";

/** One try of a password. */
export interface LoginAttempt {
  /** Normalised; need not have an account, so that throttling tells nothing about who has one. */
  readonly email: string;
  /** See `networksOf`. */
  readonly networks: readonly [string, ...string[]];
  /** What the client may be known by; see `deviceClient` and `sessionClient`. */
  readonly client?: string;
}

/** An attempt that was let in and is under way. */
export interface Admitted {
  readonly kind: "admitted";
  readonly id: string;
  readonly attempt: LoginAttempt;
  readonly relation: Relation;
}

/** Whether a password may be looked at. */
export type Admission =
  | Admitted
  /** As many are being looked at as could be wrong. */
  | { readonly kind: "busy" }
  | {
      readonly kind: "refused";
      readonly because: "account" | "network";
      readonly retryAfterSeconds: number;
    };

/** What became of an attempt; "undecided": the password could not be looked at. */
export type AttemptOutcome = "succeeded" | "failed" | "undecided";

/**
 * Slows guessing down without locking out a user whose device or network is known (NIST SP 800-63B-4, rate limiting;
 * docs/adr/0016). Every method throws StoreUnavailableError when Redis can't serve.
 */
export class LoginThrottle {
  constructor(private readonly redis: Redis) {}

  /** Decides on an attempt; one that is admitted is under way until it is settled. */
  async admit(login: LoginAttempt): Promise<Admission> {
    const id = randomBytes(9).toString("base64url");
    const [verdict, more] = await attempt(() => admitLogin(this.redis, givenOf(login, id)));
    if (verdict === "busy") return { kind: verdict };
    if (verdict === "admitted") return { kind: verdict, id, attempt: login, relation: more };
    return { kind: "refused", because: verdict, retryAfterSeconds: Math.ceil(more / 1000) };
  }

  /** Ends an admitted attempt. After a success the account is known by its network, and by `device` if given. */
  async settle(admitted: Admitted, outcome: AttemptOutcome, device?: string): Promise<void> {
    const { attempt: login, id, relation } = admitted;
    const client = device === undefined ? "" : deviceClient(device);
    const { networksWithAccounts: networksWithAccountsKey } = keys;
    const given = { ...givenOf(login, id), networksWithAccountsKey, outcome, relation, device: client };
    await attempt(() => settleLogin(this.redis, given));
  }
}

/** What both scripts are given. */
function givenOf({ email, client = "", networks }: LoginAttempt, id: string) {
  const account = throttledAccount(email);
  return {
    accountFailuresKey: keys.accountFailures,
    accountWaitsKey: keys.accountWaits,
    networkFailuresKey: keys.networkFailures,
    networkWaitsKey: keys.networkWaits,
    knownClientsKey: keys.knownClients(account),
    underWayPrefix: keys.attemptsUnderWay(""),
    peoplePrefix: keys.accountsOfNetwork(""),
    ...{ attempt: id, account, client, from: networks },
  };
}

/** What counters are kept under instead of an address, which has to be normalised. */
export function throttledAccount(email: string): string {
  return createHash("sha256").update(email).digest("base64url");
}

/** A new secret that a device is known by after a login. */
export function createDeviceToken(): string {
  return randomBytes(24).toString("base64url");
}

/** The client that holds a device token, which is stored as a hash only. */
export function deviceClient(token: string): string {
  return `device:${createHash("sha256").update(token).digest("base64url").slice(0, 22)}`;
}

/** The client that a session belongs to, which has to be proven by its access token. */
export function sessionClient(sessionId: string): string {
  return `session:${sessionId}`;
}
