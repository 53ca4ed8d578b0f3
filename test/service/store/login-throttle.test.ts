import { beforeAll, expect, test, vi } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { type LoginAttempt, throttledAccount } from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import type { TestApp } from "../support";
import {
  fail,
  failTimes,
  hours,
  milliseconds,
  newAttempt,
  passTime,
  prolongWaits,
  seconds,
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

test("login throttle - after ten failures each wait of a client is twice the last, up to an hour", async () => {
  const login = newAttempt();
  await failTimes(app, login, 10);
  const waits: number[] = [];
  for (let failure = 0; failure < 14; failure += 1) {
    await passTime(app, 1 * hours - 1);
    await app.redis.zincrby(keys.accountFailures, 1 * hours - 1, clientOf(login));
    const before = await milliseconds(app);
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
