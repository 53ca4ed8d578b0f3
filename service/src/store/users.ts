import type { Redis } from "ioredis";
import { attempt } from "./errors";
import { keys } from "./keys";
import { appendEvent, eventArgs, eventGiven, type OutboxEntry } from "./outbox-entry";
import { script } from "./script";

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
  create(
    { id, ...user }: UserWithPassword,
    event: OutboxEntry | undefined,
  ): Promise<"created" | "email-taken"> {
    const places = { emailKey: keys.email(user.email), userKey: keys.user(id) };
    return attempt(() => register(this.redis, { ...places, userId: id, ...user, ...eventGiven(event) }));
  }

  /** Replaces the hash that the password was checked against, unless the user has another one by now. */
  renewHash({ id, passwordHash }: UserWithPassword, nextHash: string): Promise<void> {
    return attempt(() => renewHash(this.redis, { userKey: keys.user(id), passwordHash, nextHash }));
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

/** Claims the address, creates the user and appends the event; 0 when the address is taken. */
const register = script(
  {
    name: "register",
    keys: ["emailKey", "userKey", "outboxKey"],
    args: ["userId", "email", "name", "passwordHash", "createdAt", ...eventArgs],
  },
  `${appendEvent}
if not redis.call('SET', emailKey, userId, 'NX') then return 0 end
redis.call('HSET', userKey, 'email', email, 'name', name, 'passwordHash', passwordHash, 'createdAt', createdAt)
append()
return 1
`,
  (created: 0 | 1) => (created === 1 ? "created" : "email-taken"),
);

/** Replaces the hash of the same password by one that was made with other parameters, unless it is no longer there. */
const renewHash = script(
  { name: "renewHash", keys: ["userKey"], args: ["passwordHash", "nextHash"] },
  `
if redis.call('HGET', userKey, 'passwordHash') ~= passwordHash then return end
redis.call('HSET', userKey, 'passwordHash', nextHash, 'renewedFrom', redis.sha1hex(passwordHash))
`,
);
