import { beforeAll, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  type Admission,
  type LoginAttempt,
  throttledAccount,
} from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import { newUser, startApp, startStack, type TestApp } from "../support";

const finished = afterFile();
let app: TestApp["app"];

beforeAll(async () => {
  const { config } = await startStack(finished);
  ({ app } = await startApp({ ...config, messaging: { kind: "off" } }, finished));
});

let networks = 0;

/** An attempt that no other test has. */
function newAttempt(): LoginAttempt {
  networks += 1;
  return { email: newUser().email, network: `192.0.2.${networks}` };
}

const admit = (login: LoginAttempt) => app.loginThrottle.admit(login);

/** Lets attempts fail without a look at the verdicts. */
async function fail(login: LoginAttempt, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await admit(login);
}

function kinds(admissions: readonly Admission[]): string[] {
  return admissions.map((admission) => (admission.kind === "refused" ? admission.because : "admitted"));
}

/** Ends every wait, as if it were over. */
async function passTime(): Promise<void> {
  for (const key of await keysWith("throttle:")) {
    if ((await app.redis.type(key)) === "hash") await app.redis.hdel(key, "blockedUntil");
  }
}

async function keysWith(prefix: string): Promise<string[]> {
  const [, found] = await app.redis.scan(0, "MATCH", `${prefix}*`, "COUNT", 10_000);
  return found;
}

test("login throttle - after ten failures each wait of an account is twice the last, up to 15 minutes", async () => {
  const login = newAttempt();
  await fail(login, 10);
  const waits: number[] = [];
  for (let failure = 0; failure < 12; failure += 1) {
    const refused = await admit(login);
    waits.push(refused.kind === "refused" ? refused.retryAfterSeconds : 0);
    await passTime();
    expect((await admit(login)).kind).toBe("admitted");
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
});

test("login throttle - attempts that are refused don't prolong the wait", async () => {
  const login = newAttempt();
  await fail(login, 10);
  await Promise.all(Array.from({ length: 50 }, () => admit(login)));
  expect(await admit(login)).toEqual({ kind: "refused", because: "account", retryAfterSeconds: 1 });
});

test("login throttle - of a hundred attempts at once ten get through", async () => {
  const login = newAttempt();
  const admissions = await Promise.all(Array.from({ length: 100 }, () => admit(login)));
  expect(kinds(admissions).filter((kind) => kind === "admitted")).toHaveLength(10);
});

test("login throttle - the wait of an account is over by itself", async () => {
  const login = newAttempt();
  await fail(login, 10);
  await expect
    .poll(async () => (await admit(login)).kind, { timeout: 10_000, interval: 100 })
    .toBe("admitted");
});

test("login throttle - a success forgets the failures of the account, but not those of the network", async () => {
  const login = newAttempt();
  await fail(login, 9);
  await admit(login);
  await app.loginThrottle.settle(login, "succeeded");
  await fail(login, 9);
  expect((await admit(login)).kind).toBe("admitted");
  expect(await app.redis.hget(keys.failedLoginsOfNetwork(login.network), "failures")).toBe("19");
});

test("login throttle - an attempt that could not be decided counts for nothing", async () => {
  const login = newAttempt();
  for (let time = 0; time < 20; time += 1) {
    expect((await admit(login)).kind).toBe("admitted");
    await app.loginThrottle.settle(login, "undecided");
  }
  expect(await app.redis.hget(keys.failedLoginsOfNetwork(login.network), "failures")).toBe("0");
});

test("login throttle - guesses from elsewhere don't keep a user out of a network that they are known from", async () => {
  const home = newAttempt();
  await admit(home);
  await app.loginThrottle.settle(home, "succeeded");
  await fail({ ...home, network: "198.51.100.1" }, 30);
  expect(kinds([await admit({ ...home, network: "198.51.100.2" })])).toEqual(["account"]);
  expect(kinds([await admit(home)])).toEqual(["admitted"]);
  await fail(home, 9);
  expect(kinds([await admit(home)])).toEqual(["account"]);
});

test("login throttle - an account is known from its last twenty networks", async () => {
  const login = newAttempt();
  for (let host = 1; host <= 25; host += 1) {
    const attempt = { ...login, network: `203.0.113.${host}` };
    await admit(attempt);
    await app.loginThrottle.settle(attempt, "succeeded");
  }
  const counts = await Promise.all((await keysWith("throttle:known:")).map((key) => app.redis.zcard(key)));
  expect(Math.max(...counts)).toBe(20);
});

test("login throttle - a network may fail a hundred times over all accounts and then waits up to a minute", async () => {
  const { network } = newAttempt();
  const login = () => ({ email: newUser().email, network });
  for (let time = 0; time < 100; time += 1) expect((await admit(login())).kind).toBe("admitted");
  expect(await admit(login())).toEqual({ kind: "refused", because: "network", retryAfterSeconds: 1 });
  for (let failure = 0; failure < 7; failure += 1) {
    await passTime();
    await admit(login());
  }
  expect(await admit(login())).toEqual({ kind: "refused", because: "network", retryAfterSeconds: 60 });
});

test("login throttle - a user who is known from a network does not wait for others there", async () => {
  const home = newAttempt();
  await admit(home);
  await app.loginThrottle.settle(home, "succeeded");
  for (let time = 0; time < 101; time += 1) await admit({ ...home, email: newUser().email });
  expect(kinds([await admit({ ...home, email: newUser().email })])).toEqual(["network"]);
  expect(kinds([await admit(home)])).toEqual(["admitted"]);
});

test("login throttle - a network's hour begins with its first failure, an account's with each", async () => {
  const login = newAttempt();
  await fail(login, 1);
  const network = keys.failedLoginsOfNetwork(login.network);
  const account = keys.failedLogins(throttledAccount(login.email));
  for (const key of [network, account]) await app.redis.pexpire(key, 1_000_000);
  await fail(login, 1);
  expect(await app.redis.pttl(network)).toBeLessThanOrEqual(1_000_000);
  expect(await app.redis.pttl(account)).toBeGreaterThan(1_000_000);
});

test("login throttle - Redis holds no address in the clear, and all of it expires", async () => {
  const login = newAttempt();
  await fail(login, 3);
  await app.loginThrottle.settle(login, "succeeded");
  await fail(login, 3);
  const found = await keysWith("throttle:");
  expect(found.join()).not.toContain(login.email);
  for (const key of found) expect(await app.redis.pttl(key)).toBeGreaterThan(0);
});
