import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { entryArguments, type OutboxEntry } from "./outbox-entry";

/** A user as others may see it. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** A user with the hash of the password, in PHC string format. */
export interface UserWithPassword extends User {
  readonly passwordHash: string;
}

/** No user has this id. */
const nobody = "";

/** Users in Redis. Every method throws StoreUnavailableError when Redis can't serve. */
export class UserStore {
  constructor(private readonly redis: Redis) {}

  /** Creates the user together with its event. */
  async create(user: UserWithPassword, event: OutboxEntry | undefined): Promise<"created" | "email-taken"> {
    const created = await attempt(() =>
      this.redis.register(
        keys.email(user.email),
        keys.user(user.id),
        keys.outbox,
        user.id,
        user.email,
        user.name,
        user.passwordHash,
        user.createdAt,
        ...entryArguments(event),
      ),
    );
    return created === 1 ? "created" : "email-taken";
  }

  /** Replaces the hash that the password was checked against, unless the user has another one by now. */
  async renewHash({ id, passwordHash }: UserWithPassword, nextHash: string): Promise<void> {
    await attempt(() => this.redis.renewHash(keys.user(id), passwordHash, nextHash));
  }

  /**
   * The account with this address, which has to be normalised. One that does not exist is looked for as well, so that
   * the time tells nothing.
   */
  async findByEmail(email: string): Promise<UserWithPassword | undefined> {
    const id = await attempt(() => this.redis.get(keys.email(email)));
    return this.find(id ?? nobody);
  }

  async find(id: string): Promise<UserWithPassword | undefined> {
    const fields = ["email", "name", "createdAt", "passwordHash"] as const;
    const [email, name, createdAt, passwordHash] = await attempt(() =>
      this.redis.hmget(keys.user(id), ...fields),
    );
    if (!email || !name || !createdAt || !passwordHash) return undefined;
    return { id, email, name, createdAt, passwordHash };
  }
}
