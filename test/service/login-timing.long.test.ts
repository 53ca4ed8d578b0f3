import type { FastifyInstance } from "fastify";
import { beforeAll, expect, test } from "vitest";
import { PasswordHasher, type PasswordJob } from "../../service/src/passwords/password-hasher";
import { afterFile } from "../support/after-file";
import {
  type NewUser,
  newUser,
  registerUser,
  startApp,
  startStack,
  type TestStack,
  withoutMessaging,
} from "./support";

const finished = afterFile();

/** Accounts, and addresses without one. Each is tried a few times, less often than would make it wait. */
const addresses = 50;
const tries = 5;

let stack: TestStack;

beforeAll(async () => {
  stack = await startStack(finished);
});

function start(passwords: PasswordHasher) {
  return startApp(withoutMessaging(stack.config), undefined, { passwords });
}

/** How long a failed login took at best, in milliseconds, by address: what an attacker would keep of several tries. */
interface Times {
  readonly wrongPassword: readonly number[];
  readonly unknownAddress: readonly number[];
}

/** Fails to log in, in turns with a known and an unknown address. */
async function measure(app: FastifyInstance): Promise<Times> {
  const [known, unknown] = [newUsers(), newUsers()];
  await Promise.all(known.map((user) => registerUser(app, user)));
  const fastest = new Map<string, number>();
  for (let round = 0; round < addresses * tries; round += 1) {
    const turns = [known, unknown].map((users) => users[round % addresses]!.email);
    if (round % 2 === 1) turns.reverse();
    for (const email of turns) {
      const time = await timeOfFailure(app, email, round);
      fastest.set(email, Math.min(time, fastest.get(email) ?? time));
    }
  }
  const timesOf = (users: readonly NewUser[]) => users.map(({ email }) => fastest.get(email)!);
  return { wrongPassword: timesOf(known), unknownAddress: timesOf(unknown) };
}

/** Each round comes from a network of its own, because networks are throttled as well. */
async function timeOfFailure(app: FastifyInstance, email: string, round: number): Promise<number> {
  const remoteAddress = `10.1.${round >> 8}.${round & 255}`;
  const payload = { email, password: "password124" };
  const start = performance.now();
  const { statusCode } = await app.inject({ method: "POST", url: "/auth/login", payload, remoteAddress });
  const milliseconds = performance.now() - start;
  expect(statusCode).toBe(401);
  return milliseconds;
}

function newUsers(): NewUser[] {
  return Array.from({ length: addresses }, newUser);
}

/**
 * How well the time tells which of the two it was: the chance that a failure of one kind takes longer than one of the
 * other, from 0 or 1 (always tells) to 0.5 (a coin). It is the statistic of Mann and Whitney, and no outlier moves it.
 */
function chanceOfLonger({ wrongPassword, unknownAddress }: Times): number {
  const longer = wrongPassword.map((time) => unknownAddress.filter((other) => time > other).length);
  return longer.reduce((sum, count) => sum + count, 0) / (wrongPassword.length * unknownAddress.length);
}

/** Five standard errors for this many addresses, were the two kinds the same: 1 / sqrt(6 n) each. */
const tolerance = 5 / Math.sqrt(6 * addresses);

test("login timing - how long a failure takes does not tell an unknown address from a wrong password", async () => {
  const { app } = await start(new PasswordHasher());
  const chance = chanceOfLonger(await measure(app));
  expect(Math.abs(chance - 0.5)).toBeLessThan(tolerance);
});

/** Looks at no password where there is no account. */
class HastyHasher extends PasswordHasher {
  override async verify(passwordHash: string | undefined, password: string, job: PasswordJob) {
    return passwordHash !== undefined && super.verify(passwordHash, password, job);
  }
}

/** Compares with a decoy that costs half of what a real hash costs. */
class CheapHasher extends PasswordHasher {
  override verify(passwordHash: string | undefined, password: string, job: PasswordJob) {
    return super.verify(passwordHash ?? cheapDecoy, password, job);
  }
}

const cheapDecoy =
  "$argon2id$v=19$m=19456,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

test.each([
  ["no work where there is no account", new HastyHasher()],
  ["a decoy that is cheaper than a hash", new CheapHasher()],
])("login timing - the same measurement finds %s", async (_what, passwords) => {
  const { app } = await start(passwords);
  const chance = chanceOfLonger(await measure(app));
  expect(Math.abs(chance - 0.5)).toBeGreaterThan(tolerance);
});
