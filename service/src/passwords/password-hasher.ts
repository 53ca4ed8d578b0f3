import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { type HashParameters, isOutdated, leastParameters } from "./hash-parameters";
import { type QueueLimits, WorkQueue } from "./work-queue";

/**
 * What passwords are worked on for: a client that the account is known by, by its device or its session; a login of
 * anyone else; a registration.
 */
export type PasswordPurpose = "known-client" | "login" | "registration";

/**
 * Whoever comes with nothing can't keep those out who have logged in before, nor registrations those who log in. A
 * hundred are about two seconds of work for two cores; more would only time out. argon2 runs on libuv's four threads,
 * which file and DNS access share.
 */
export const passwordQueue: QueueLimits<PasswordPurpose> = {
  running: Math.min(availableParallelism(), 3),
  shares: {
    "known-client": { waiting: 100, weight: 2 },
    login: { waiting: 100, weight: 2 },
    registration: { waiting: 50, weight: 1 },
  },
};

/** Whom password work is for. Work that has not begun is not done once `signal` aborts. */
export interface PasswordJob {
  readonly purpose: PasswordPurpose;
  readonly signal?: AbortSignal;
}

/**
 * Hashes and verifies passwords with argon2id (the library's default variant), a few at a time. Throws QueueFullError
 * when too many wait, and AbandonedError when nobody waits for the answer any more.
 */
export class PasswordHasher {
  readonly #queue: WorkQueue<PasswordPurpose>;
  #decoy: Promise<string> | undefined;

  constructor(
    private readonly parameters: HashParameters = leastParameters,
    limits = passwordQueue,
  ) {
    this.#queue = new WorkQueue(limits);
  }

  /** Passwords that wait for their turn. */
  get queueDepth(): number {
    return this.#queue.depth;
  }

  /** The password's hash in PHC string format, with a salt of its own. `before` runs when its turn has come. */
  hash(password: string, { purpose, signal }: PasswordJob, before = () => {}): Promise<string> {
    const job = () => {
      before();
      return hash(normalise(password), this.parameters);
    };
    return this.#queue.run(purpose, job, signal);
  }

  /** Whether the password belongs to the hash. Without a hash: false, after the time that a verification takes. */
  async verify(
    passwordHash: string | undefined,
    password: string,
    { purpose, signal }: PasswordJob,
  ): Promise<boolean> {
    const compared = passwordHash ?? (await this.decoy());
    const matches = await this.#queue.run(purpose, () => verify(compared, normalise(password)), signal);
    return matches && passwordHash !== undefined;
  }

  /** What is verified where there is no hash: it takes as long as one that is made now. */
  decoy(): Promise<string> {
    this.#decoy ??= hash("", this.parameters);
    return this.#decoy;
  }

  /** Whether the hash should be made anew: the parameters are other ones than when it was made. */
  isOutdated(passwordHash: string): boolean {
    return isOutdated(passwordHash, this.parameters);
  }
}

/** The same characters can be typed as different code points (RFC 8265, section 4.2). */
function normalise(password: string): string {
  return password.normalize("NFC");
}
