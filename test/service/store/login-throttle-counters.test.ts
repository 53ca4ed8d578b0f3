import { beforeAll, expect, test, vi } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { createDeviceToken } from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import type { TestApp } from "../support";
import {
  allowanceOf,
  fail,
  failTimes,
  newAttempt,
  newNetwork,
  prolongWaits,
  startThrottle,
  succeed,
  verdictOf,
} from "./throttle";

// Many attempts, each a round trip or two.
vi.setConfig({ testTimeout: 120_000 });
const finished = afterFile();
let app: TestApp["app"];

beforeAll(async () => {
  app = await startThrottle(finished);
});

async function throttleKeys(): Promise<string[]> {
  const [, found] = await app.redis.scan(0, "MATCH", "throttle:*", "COUNT", 10_000);
  return found;
}

test("login throttle - an attempt that could not be decided leaves no key of its own and costs a tenth of a failure", async () => {
  for (const key of await throttleKeys()) await app.redis.del(key);
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
  expect(await allowanceOf(app, office!)).toBe(130);
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
