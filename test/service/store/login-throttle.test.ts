import { beforeAll, expect, test, vi } from "vitest";
import { keys } from "../../../service/src/store/keys";
import {
  createDeviceToken,
  deviceClient,
  type LoginAttempt,
  sessionClient,
  throttledAccount,
} from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import { startApp, startStack, type TestApp } from "../support";
import {
  fail,
  failTimes,
  newAttempt,
  newNetwork,
  passTime,
  prolongWaits,
  succeed,
  verdictOf,
} from "./throttle";

// Many attempts, each a round trip or two.
vi.setConfig({ testTimeout: 120_000 });
const finished = afterFile();
let app: TestApp["app"];

beforeAll(async () => {
  const { config } = await startStack(finished);
  ({ app } = await startApp({ ...config, messaging: { kind: "off" } }, finished));
});

const seconds = 1_000;
const hours = 3_600 * seconds;

async function throttleKeys(): Promise<string[]> {
  const [, found] = await app.redis.scan(0, "MATCH", "throttle:*", "COUNT", 10_000);
  return found;
}

test("login throttle - after ten failures each wait of a client is twice the last, up to an hour", async () => {
  const login = newAttempt();
  await failTimes(app, login, 10);
  const waits: number[] = [];
  for (let failure = 0; failure < 14; failure += 1) {
    await passTime(app, 1 * hours - 1);
    await app.redis.zincrby(keys.accountFailures, 1 * hours - 1, clientOf(login));
    const before = await milliseconds();
    expect(verdictOf(await fail(app, login))).toBe("admitted");
    waits.push(Number(await app.redis.zscore(keys.accountWaits, clientOf(login))) - before);
  }
  const exponents = waits.map((wait) => Math.round(Math.log2(wait / seconds)));
  expect(exponents).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12, 12]);
  expect(Math.max(...waits)).toBeLessThan(1.01 * hours);
});

function clientOf({ email, networks }: LoginAttempt): string {
  return `${throttledAccount(email)}@${networks[0]}`;
}

async function milliseconds(): Promise<number> {
  const [seconds = 0, microseconds = 0] = (await app.redis.time()).map(Number);
  return seconds * 1000 + microseconds / 1000;
}

test("login throttle - attempts that are refused don't prolong the wait", async () => {
  const login = newAttempt();
  await failTimes(app, login, 10);
  await prolongWaits(app);
  const until = await app.redis.zscore(keys.accountWaits, clientOf(login));
  const refused = await Promise.all(Array.from({ length: 50 }, () => fail(app, login)));
  expect(new Set(refused.map(verdictOf))).toEqual(new Set(["account"]));
  expect(await app.redis.zscore(keys.accountWaits, clientOf(login))).toBe(until);
});

test("login throttle - the wait of an account is over by itself", async () => {
  const login = newAttempt();
  await failTimes(app, login, 10);
  await expect
    .poll(async () => verdictOf(await fail(app, login)), { timeout: 10_000, interval: 100 })
    .toBe("admitted");
});

test("login throttle - of a hundred attempts at once ten are under way, and no more than ten fail", async () => {
  const login = newAttempt();
  const admissions = await Promise.all(Array.from({ length: 100 }, () => app.loginThrottle.admit(login)));
  const verdicts = admissions.map(verdictOf);
  expect(verdicts.filter((verdict) => verdict === "admitted")).toHaveLength(10);
  expect(verdicts.filter((verdict) => verdict === "busy")).toHaveLength(90);
  for (const admission of admissions) {
    if (admission.kind === "admitted") await app.loginThrottle.settle(admission, "failed");
  }
  await prolongWaits(app);
  expect(verdictOf(await fail(app, login))).toBe("account");
});

test("login throttle - what is under way when all of it turns out right was never too much", async () => {
  const login = newAttempt();
  for (let round = 0; round < 10; round += 1) {
    const admissions = await Promise.all(Array.from({ length: 10 }, () => app.loginThrottle.admit(login)));
    expect(admissions.map(verdictOf)).toEqual(Array(10).fill("admitted"));
    for (const admission of admissions) {
      if (admission.kind === "admitted") await app.loginThrottle.settle(admission, "succeeded");
    }
  }
});

test("login throttle - beyond the allowance one attempt is under way at a time", async () => {
  const login = newAttempt();
  await failTimes(app, login, 12);
  await passTime(app, 10 * seconds);
  const admissions = await Promise.all(Array.from({ length: 5 }, () => app.loginThrottle.admit(login)));
  expect(admissions.map(verdictOf).sort()).toEqual(["admitted", "busy", "busy", "busy", "busy"]);
});

test("login throttle - an attempt whose replica was killed is no longer under way after half a minute", async () => {
  const login = newAttempt();
  await app.loginThrottle.admit(login);
  const account = throttledAccount(login.email);
  const underWay = keys.attemptsUnderWay(`${account}@${login.networks[0]}`);
  expect(await app.redis.zcard(underWay)).toBe(1);
  expect(await app.redis.pttl(underWay)).toBeLessThanOrEqual(30 * seconds);
});

test("login throttle - a success takes back nothing but its own attempt", async () => {
  const login = newAttempt();
  await failTimes(app, login, 9);
  for (let time = 0; time < 5; time += 1) expect(verdictOf(await succeed(app, login))).toBe("admitted");
  await fail(app, login);
  await prolongWaits(app);
  expect(verdictOf(await succeed(app, login))).toBe("account");
});

test("login throttle - logging in to one's own account between guesses doesn't shorten a network's wait", async () => {
  const networks = [newNetwork()] as const;
  const own = newAttempt({ networks });
  const device = createDeviceToken();
  await succeed(app, own, device);
  const verdicts: string[] = [];
  for (let guess = 0; guess < 300; guess += 1) {
    verdicts.push(verdictOf(await fail(app, newAttempt({ networks }))));
    expect(verdictOf(await succeed(app, { ...own, client: deviceClient(device) }, device))).toBe("admitted");
  }
  // A hundred, ten for the own account, and one after each wait that is over meanwhile.
  const admitted = verdicts.filter((verdict) => verdict === "admitted");
  expect(admitted.length).toBeGreaterThanOrEqual(110);
  expect(admitted.length).toBeLessThan(120);
});

/** Lets so many attempts on as many accounts fail, each after the wait that it meets. */
async function failNetwork(networks: readonly [string, ...string[]], times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const admission = await fail(app, newAttempt({ networks }));
    if (admission.kind !== "refused") continue;
    await app.redis.zrem(keys.networkWaits, ...networks);
    await fail(app, newAttempt({ networks }));
  }
}

test("login throttle - an owner's success doesn't give an attacker a new allowance", async () => {
  const attacker = newAttempt();
  await failTimes(app, attacker, 10);
  await passTime(app, 1 * seconds);
  await fail(app, attacker);
  await succeed(app, { ...attacker, networks: [newNetwork()] });
  await prolongWaits(app);
  expect(verdictOf(await fail(app, attacker))).toBe("account");
});

test("login throttle - guesses from everywhere don't keep out a device that has logged in before", async () => {
  const owner = newAttempt();
  const device = createDeviceToken();
  await succeed(app, owner, device);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...owner, networks: [newNetwork()] });
  const elsewhere = { ...owner, networks: [newNetwork()] } as const;
  await prolongWaits(app);
  expect(verdictOf(await app.loginThrottle.admit(elsewhere))).toBe("account");
  const known = { ...elsewhere, client: deviceClient(device) };
  expect(verdictOf(await succeed(app, known, device))).toBe("admitted");
  await failTimes(app, known, 10);
  await prolongWaits(app);
  expect(verdictOf(await fail(app, known))).toBe("account");
});

test("login throttle - a device token is good for its own account, and a made up one for none", async () => {
  const [owner, other] = [newAttempt(), newAttempt()];
  const device = createDeviceToken();
  await succeed(app, owner, device);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...other, networks: [newNetwork()] });
  await prolongWaits(app);
  for (const client of [deviceClient(device), deviceClient(createDeviceToken())]) {
    expect(verdictOf(await fail(app, { ...other, networks: [newNetwork()], client }))).toBe("account");
  }
});

test("login throttle - a session waits for its own failures alone, and not for its network", async () => {
  const owner = newAttempt();
  await failNetwork(owner.networks, 120);
  const inSession = { ...owner, client: sessionClient("a-session") };
  await prolongWaits(app);
  expect(verdictOf(await fail(app, owner))).toBe("network");
  await failTimes(app, inSession, 10);
  await prolongWaits(app);
  expect(verdictOf(await fail(app, inSession))).toBe("account");
  expect(verdictOf(await fail(app, { ...owner, client: sessionClient("another") }))).toBe("admitted");
});

test("login throttle - guesses from elsewhere don't keep a user out of a network that they are known from", async () => {
  const home = newAttempt();
  await succeed(app, home);
  for (let network = 0; network < 60; network += 1) await fail(app, { ...home, networks: [newNetwork()] });
  await prolongWaits(app);
  expect(verdictOf(await fail(app, { ...home, networks: [newNetwork()] }))).toBe("account");
  expect(verdictOf(await fail(app, home))).toBe("admitted");
});

test("login throttle - a network that victims share has a limit for each of them, and for all together", async () => {
  const networks = [newNetwork()] as const;
  const victims = Array.from({ length: 30 }, () => newAttempt({ networks }));
  for (const victim of victims) await succeed(app, victim);
  const verdicts: string[] = [];
  for (const victim of victims) {
    for (let guess = 0; guess < 15; guess += 1) verdicts.push(verdictOf(await fail(app, victim)));
  }
  // Ten for each of them, and one after each wait that is over meanwhile.
  const admitted = verdicts.filter((verdict) => verdict === "admitted");
  expect(admitted.length).toBeLessThan(400);
  await expect
    .poll(async () => verdictOf(await fail(app, newAttempt({ networks }))), { timeout: 60_000, interval: 0 })
    .toBe("network");
});

test("login throttle - a network may fail a hundred times over all accounts and then waits up to a minute", async () => {
  const networks = [newNetwork()] as const;
  const login = () => newAttempt({ networks });
  for (let time = 0; time < 100; time += 1) expect(verdictOf(await fail(app, login()))).toBe("admitted");
  await failNetwork(networks, 12);
  const wait = Number(await app.redis.zscore(keys.networkWaits, networks[0])) - (await milliseconds());
  expect(wait).toBeGreaterThan(30 * seconds);
  expect(wait).toBeLessThanOrEqual(60 * seconds);
  expect(verdictOf(await fail(app, login()))).toBe("network");
});

test("login throttle - a network's allowance grows by ten with each account that logs in there, up to a thousand", async () => {
  const networks = [newNetwork()] as const;
  for (let account = 0; account < 2; account += 1) await succeed(app, newAttempt({ networks }));
  const own = newAttempt({ networks });
  for (let again = 0; again < 20; again += 1) await succeed(app, own);
  expect(await allowanceOf(networks)).toBe(130);
  for (let account = 0; account < 120; account += 1) await succeed(app, newAttempt({ networks }));
  expect(await allowanceOf(networks)).toBe(1_000);
});

/** How often a network may fail within its hour: each failure moves its counter on by that share. */
async function allowanceOf(networks: readonly [string, ...string[]]): Promise<number> {
  const scores: number[] = [];
  for (let failure = 0; failure < 2; failure += 1) {
    await fail(app, newAttempt({ networks }));
    scores.push(Number(await app.redis.zscore(keys.networkFailures, networks[0])));
  }
  await app.redis.zrem(keys.networkFailures, networks[0]);
  return Math.round(hours / (scores[1]! - scores[0]!));
}

test("login throttle - a /48 is not sixty-five thousand clients", async () => {
  const networksOf = (nth: number) => [`a:b:c:${nth}::/64`, "a:b:c:0::/56", "a:b:c::/48"] as const;
  const verdicts: string[] = [];
  for (let nth = 0; nth < 250; nth += 1) {
    verdicts.push(verdictOf(await fail(app, newAttempt({ networks: networksOf(nth) }))));
  }
  expect(verdicts.slice(0, 200)).toEqual(Array(200).fill("admitted"));
  // After each wait that is over meanwhile comes one more.
  expect(verdicts.filter((verdict) => verdict === "admitted").length).toBeLessThan(225);
});

test("login throttle - a network's failures are forgotten within the hour, one after the other", async () => {
  const networks = [newNetwork()] as const;
  await failNetwork(networks, 100);
  await passTime(app, 0.5 * hours);
  const verdicts: string[] = [];
  for (let time = 0; time < 51; time += 1)
    verdicts.push(verdictOf(await fail(app, newAttempt({ networks }))));
  expect(verdicts).toEqual([...Array(50).fill("admitted"), "network"]);
});

test("login throttle - an account is known from its last forty networks and devices", async () => {
  const login = newAttempt();
  for (let nth = 0; nth < 25; nth += 1) {
    await succeed(app, { ...login, networks: [newNetwork()] }, createDeviceToken());
  }
  expect(await app.redis.zcard(keys.knownClients(throttledAccount(login.email)))).toBe(40);
});

test("login throttle - a device that has come back is known for longer than forty that have not", async () => {
  const login = newAttempt();
  const device = createDeviceToken();
  await succeed(app, login, device);
  await succeed(app, { ...login, client: deviceClient(device) }, device);
  for (let nth = 0; nth < 50; nth += 1) await succeed(app, login, createDeviceToken());
  const admission = await app.loginThrottle.admit({ ...login, client: deviceClient(device) });
  expect(admission).toMatchObject({ kind: "admitted", relation: "client" });
});

test("login throttle - an attempt that could not be decided leaves no key of its own and costs a tenth of a failure", async () => {
  await app.redis.del(...(await throttleKeys()));
  const networks = [newNetwork()] as const;
  const login = newAttempt({ networks });
  for (let time = 0; time < 20; time += 1) {
    const admission = await app.loginThrottle.admit(login);
    if (admission.kind !== "admitted") throw new Error(admission.kind);
    await app.loginThrottle.settle(admission, "undecided");
  }
  expect(await throttleKeys()).toEqual([keys.networkFailures]);
  const verdicts: string[] = [];
  for (let time = 0; time < 130; time += 1)
    verdicts.push(verdictOf(await fail(app, newAttempt({ networks }))));
  expect(verdicts.slice(0, 98)).toEqual(Array(98).fill("admitted"));
  expect(verdicts).toContain("network");
});

async function addAll(key: string, members: readonly (string | number)[][]): Promise<void> {
  for (let start = 0; start < members.length; start += 2_000) {
    await app.redis.zadd(key, ...members.slice(start, start + 2_000).flat());
  }
}

test("login throttle - whoever guesses for whatever addresses, fifty thousand counters are kept, those with the most failures", async () => {
  const victim = newAttempt();
  await failTimes(app, victim, 5);
  const [now = 0] = (await app.redis.time()).map(Number);
  const strangers = Array.from({ length: 60_000 }, (_, nth) => [
    (now + 60) * 1000 + nth,
    `${nth}`.padStart(88, "x"),
  ]);
  for (const key of [keys.accountFailures, keys.networkFailures])
    await app.redis.zadd(key, ...strangers.flat());
  await fail(app, newAttempt());
  for (const key of [keys.accountFailures, keys.networkFailures])
    expect(await app.redis.zcard(key)).toBe(50_000);
  // Ids are 43 to 88 characters long; there are four such sets.
  expect(await app.redis.memory("USAGE", keys.accountFailures, "SAMPLES", 0)).toBeLessThan(14 * 1024 * 1024);
  await failTimes(app, victim, 5);
  await prolongWaits(app);
  expect(verdictOf(await fail(app, victim))).toBe("account");
  await app.redis.del(keys.accountFailures, keys.networkFailures);
});

test("login throttle - one account that logs in from ever new networks leaves no more than fifty thousand of them", async () => {
  const [office, ...others] = Array.from({ length: 3 }, () => [newNetwork()] as const);
  for (let account = 0; account < 3; account += 1) await succeed(app, newAttempt({ networks: office! }));
  const strangers = Array.from({ length: 50_000 }, (_, nth) => [1, `2001:db8:${nth.toString(16)}::/48`]);
  await addAll(keys.networksWithAccounts, strangers);
  const traveller = newAttempt();
  for (const networks of others) await succeed(app, { ...traveller, networks });
  const kept = await app.redis.zcard(keys.networksWithAccounts);
  expect(kept).toBeLessThanOrEqual(50_000);
  expect(kept).toBeGreaterThan(49_900);
  expect(await allowanceOf(office!)).toBe(130);
  expect(await app.redis.memory("USAGE", keys.networksWithAccounts, "SAMPLES", 0)).toBeLessThan(
    14 * 1024 * 1024,
  );
  await app.redis.del(keys.networksWithAccounts);
});

test("login throttle - a network that is pushed out starts anew", async () => {
  const networks = [newNetwork()] as const;
  await succeed(app, newAttempt({ networks }));
  const strangers = Array.from({ length: 50_000 }, (_, nth) => [2, `2001:db8:${nth.toString(16)}::/48`]);
  await addAll(keys.networksWithAccounts, strangers);
  expect(await app.redis.exists(keys.accountsOfNetwork(networks[0]))).toBe(1);
  await succeed(app, newAttempt());
  expect(await app.redis.exists(keys.accountsOfNetwork(networks[0]))).toBe(0);
  await app.redis.del(keys.networksWithAccounts);
});

test("login throttle - Redis holds neither addresses nor device tokens in the clear, and all of it expires", async () => {
  const login = newAttempt();
  const device = createDeviceToken();
  await failTimes(app, login, 3);
  await succeed(app, login, device);
  await failTimes(app, login, 12);
  const found = await throttleKeys();
  const members = await Promise.all(
    found.map(async (key) => ((await app.redis.type(key)) === "zset" ? app.redis.zrange(key, 0, "-1") : [])),
  );
  for (const secret of [login.email, device])
    expect([...found, ...members.flat()].join()).not.toContain(secret);
  for (const key of found) expect(await app.redis.pttl(key)).toBeGreaterThan(0);
});
