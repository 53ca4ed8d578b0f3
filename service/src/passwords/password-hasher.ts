import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { WorkQueue } from "./work-queue";

/** argon2id (the library's default variant) at OWASP's minimum: 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2 runs on libuv's four threads, which file and DNS access share. */
const maxRunning = Math.min(availableParallelism(), 3);

/** About two seconds of work for two cores; more would only time out. */
const maxWaiting = 100;

/** Hashes and verifies passwords, a few at a time. Throws QueueFullError when too many wait. */
export class PasswordHasher {
  readonly #queue: WorkQueue;
  #decoy: Promise<string> | undefined;

  constructor(limits = { running: maxRunning, waiting: maxWaiting }) {
    this.#queue = new WorkQueue(limits);
  }

  /** Passwords that wait for their turn. */
  get queueDepth(): number {
    return this.#queue.depth;
  }

  /** The password's hash in PHC string format, with a salt of its own. */
  hash(password: string): Promise<string> {
    return this.#queue.run(() => hash(normalise(password), parameters));
  }

  /** Whether the password belongs to the hash. Without a hash: false, after the time that a verification takes. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    this.#decoy ??= hash("", parameters);
    const compared = passwordHash ?? (await this.#decoy);
    const matches = await this.#queue.run(() => verify(compared, normalise(password)));
    return matches && passwordHash !== undefined;
  }
}

/** The same characters can be typed as different code points (RFC 8265, section 4.2). */
function normalise(password: string): string {
  return password.normalize("NFC");
}
