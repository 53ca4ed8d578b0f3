import fc from "fast-check";
import { expect, test } from "vitest";
import { PublishRates } from "../../service/src/nats/publish-rates";
import { secondsKept, secondsUntilDiscard, storedAt } from "../../service/src/nats/retention";

const week = 604_800;
const limit = 20_000;
const read = { messages: 0, oldestAge: 0 };

test("retention - a consumer that has read everything may be away until the fastest type has filled its share", () => {
  const slow = { kept: 40, limit, rate: 0.001 };
  const fast = { kept: limit, limit, rate: 200 };
  expect(secondsUntilDiscard(week, [slow], read)).toBe(week);
  expect(secondsUntilDiscard(week, [slow, fast], read)).toBe(100);
  expect(secondsKept(week, slow)).toBe(week);
  expect(secondsKept(week, fast)).toBe(100);
});

test("retention - what is unread leaves less time, by its number and by its age", () => {
  const fast = { kept: limit, limit, rate: 10 };
  expect(secondsUntilDiscard(week, [fast], { messages: 15_000, oldestAge: 1_500 })).toBe(500);
  expect(secondsUntilDiscard(week, [fast], { messages: 30_000, oldestAge: 3_000 })).toBe(0);
  const still = { ...fast, rate: 0 };
  expect(secondsUntilDiscard(week, [still], { messages: 15_000, oldestAge: week - 60 })).toBe(60);
  expect(secondsUntilDiscard(week, [still], { messages: 15_000, oldestAge: week + 60 })).toBe(0);
});

test("retention - a consumer that reads nothing is told before its oldest event goes, whatever the types and rates", () => {
  const anyType = fc.record({ kept: fc.nat(100), rate: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(fc.array(anyType, { minLength: 1, maxLength: 4 }), (types) => {
      const messages = types.reduce((sum, { kept }) => sum + kept, 0);
      const told = secondsUntilDiscard(
        week,
        types.map((type) => ({ ...type, limit: 100 })),
        { messages, oldestAge: 0 },
      );
      const firstGoes = Math.min(...types.map(({ kept, rate }) => (100 - kept) / rate));
      expect(told).toBeLessThanOrEqual(firstGoes);
    }),
  );
});

test("retention - when a message was stored lies between the ends of the stream", () => {
  const ends = { first: { sequence: 101, at: 1_000 }, last: { sequence: 201, at: 2_000 } };
  expect([101, 151, 201].map((sequence) => storedAt(sequence, ends))).toEqual([1_000, 1_500, 2_000]);
  expect([1, 500].map((sequence) => storedAt(sequence, ends))).toEqual([1_000, 2_000]);
  expect(storedAt(101, { first: ends.first, last: ends.first })).toBe(1_000);
});

test("publish rates - are those of the last ten minutes, and none before there is anything to compare", () => {
  const rates = new PublishRates();
  const note = (at: number, total: number) => rates.note(at, new Map([["auth.user.registered", total]]));
  note(0, 0);
  expect(rates.of("auth.user.registered")).toBe(0);
  note(1, 1_000);
  expect(rates.of("auth.user.registered")).toBe(0);
  note(10, 1_000);
  expect(rates.of("auth.user.registered")).toBe(100);
  expect(rates.of("auth.user.logged_in")).toBe(0);
  for (let at = 25; at <= 1_000; at += 15) note(at, 1_000);
  expect(rates.of("auth.user.registered")).toBe(0);
});
