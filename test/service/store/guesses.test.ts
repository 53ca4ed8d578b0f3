import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import type { LoginAttempt } from "../../../service/src/store/login-throttle";
import { afterFile } from "../../support/after-file";
import type { TestApp } from "../support";
import { fail, failTimes, newAttempt, newNetwork, passTime, startThrottle, succeed } from "./throttle";

// Many attempts, each a round trip or two.
vi.setConfig({ testTimeout: 120_000 });
const finished = afterFile();
let app: TestApp["app"];

beforeAll(async () => {
  app = await startThrottle(finished);
});

const minute = 60_000;
const day = 24 * 60 * minute;
const security = readFileSync(join(__dirname, "../../../docs/security.md"), "utf8").replaceAll(/\s+/g, " ");

function numbersIn(pattern: RegExp): number[] {
  return pattern.exec(security)?.slice(1).map(Number) ?? [];
}

/** Guesses that are looked at on each of some days by who comes again after each wait, and rests at least so long. */
async function guessesByDay(next: () => LoginAttempt, rest: number, days: number): Promise<number[]> {
  const guesses = Array<number>(days).fill(0);
  for (let time = 0; time < days * day; ) {
    const admission = await fail(app, next());
    if (admission.kind === "admitted") guesses[Math.floor(time / day)]! += 1;
    if (admission.kind !== "refused") continue;
    const pause = Math.max(rest, admission.retryAfterSeconds * 1000);
    await passTime(app, pause);
    time += pause;
  }
  return guesses;
}

/** The most that any rest between bursts of guesses gets, on the first day and on one after it. */
async function mostGuesses(attack: () => () => LoginAttempt): Promise<[first: number, after: number]> {
  let most: [number, number] = [0, 0];
  for (const rest of [0, 5, 60, 240, 720].map((minutes) => minutes * minute)) {
    const [first = 0, ...after] = await guessesByDay(attack(), rest, 3);
    most = [Math.max(most[0], first), Math.max(most[1], ...after)];
  }
  return most;
}

function fromOneNetwork() {
  const attempt = newAttempt();
  return () => attempt;
}

function fromEverywhere() {
  const attempt = newAttempt();
  return () => ({ ...attempt, networks: [newNetwork()] as const });
}

test("guesses - docs/security.md says how many passwords of an account one network can try in a day", async () => {
  const stated = numbersIn(
    /one network can try (\d+) passwords on the first day and (\d+) on each day after/,
  );
  expect(await mostGuesses(fromOneNetwork)).toEqual(stated);
});

test("guesses - docs/security.md says how many all networks together can try", async () => {
  const most = await mostGuesses(fromEverywhere);
  expect(most[0], "NIST SP 800-63B-4 names a hundred").toBeLessThan(100);
  expect(most).toEqual(numbersIn(/all strangers together (\d+) and (\d+)/));
});

test.each([
  [1, "never"],
  [2, "now and then"],
  [3, "all the time"],
])(
  "guesses - %i networks that go on without pause keep a new device in a new network out %s",
  async (count, often) => {
    const attempt = newAttempt();
    const attackers = Array.from({ length: count }, () => ({
      ...attempt,
      networks: [newNetwork()] as const,
    }));
    const refused: boolean[] = [];
    for (let time = 0; time < 2 * day; time += 10 * minute) {
      for (const attacker of attackers) await failTimes(app, attacker, 3);
      refused.push((await succeed(app, { ...attempt, networks: [newNetwork()] })).kind === "refused");
      await passTime(app, 10 * minute);
    }
    expect(share(refused.slice(refused.length / 2))).toBe(often);
  },
);

function share(refused: readonly boolean[]): string {
  if (refused.every(Boolean)) return "all the time";
  return refused.some(Boolean) ? "now and then" : "never";
}
