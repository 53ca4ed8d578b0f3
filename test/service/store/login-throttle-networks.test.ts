import { beforeAll, expect, test, vi } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { createDeviceToken, deviceClient } from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import type { TestApp } from "../support";
import {
  allowanceOf,
  fail,
  failNetwork,
  hours,
  milliseconds,
  newAttempt,
  newNetwork,
  passTime,
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
  await failNetwork(app, networks, 12);
  const wait = Number(await app.redis.zscore(keys.networkWaits, networks[0])) - (await milliseconds(app));
  expect(wait).toBeGreaterThan(30 * seconds);
  expect(wait).toBeLessThanOrEqual(60 * seconds);
  expect(verdictOf(await fail(app, login()))).toBe("network");
});

test("login throttle - a network's allowance grows by ten with each account that logs in there, up to a thousand", async () => {
  const networks = [newNetwork()] as const;
  for (let account = 0; account < 2; account += 1) await succeed(app, newAttempt({ networks }));
  const own = newAttempt({ networks });
  for (let again = 0; again < 20; again += 1) await succeed(app, own);
  expect(await allowanceOf(app, networks)).toBe(130);
  for (let account = 0; account < 120; account += 1) await succeed(app, newAttempt({ networks }));
  expect(await allowanceOf(app, networks)).toBe(1_000);
});

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
  await failNetwork(app, networks, 100);
  await passTime(app, 0.5 * hours);
  const verdicts: string[] = [];
  for (let time = 0; time < 51; time += 1)
    verdicts.push(verdictOf(await fail(app, newAttempt({ networks }))));
  expect(verdicts).toEqual([...Array(50).fill("admitted"), "network"]);
});
